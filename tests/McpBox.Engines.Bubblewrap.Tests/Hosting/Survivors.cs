using System.ComponentModel;
using System.Globalization;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>
/// Finds processes of the host whose command line holds a word that only one test uses: bwrap's, the server and its descendants, which
/// all carry it.
/// </summary>
internal static class Survivors
{
    private static int _words;

    public static string Word() => $"mark-{Environment.ProcessId}-{Interlocked.Increment(ref _words)}";

    public static IReadOnlyList<int> Of(string word) => [.. Directory.EnumerateDirectories("/proc")
        .Select(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id != 0 && id != Environment.ProcessId && CommandLine(id).Contains(word, StringComparison.Ordinal))];

    /// <summary>Waits until none is there: one that ends may have started another. Without an end the test has none either.</summary>
    public static void AwaitEnd(string word)
    {
        while (Of(word) is [_, ..] left)
        {
            foreach (var process in left.Select(Open).OfType<SafeFileHandle>())
            {
                using (process)
                    _ = Descriptors.Poll((process, Libc.PollIn));
            }
        }
    }

    private static SafeFileHandle? Open(int id)
    {
        try
        {
            return ProcessDescriptor.Open(id);
        }
        catch (Win32Exception)
        {
            // Gone since it was listed.
            return null;
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone since it was listed.
            return "";
        }
    }
}
