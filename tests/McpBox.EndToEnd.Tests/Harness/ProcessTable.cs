using System.Globalization;
using System.Text;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>What /proc says about processes, those inside sandboxes included.</summary>
internal static class ProcessTable
{
    /// <summary>Processes that carry the marker as an argument of their own, the harness's own ones excepted.</summary>
    public static IReadOnlyList<int> WithArgument(string marker)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                && ReadOrEmpty($"{folder}/cmdline").Split('\0').Contains(marker))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>Waits until a process carries the marker.</summary>
    public static Task AppearsAsync(string marker) => Eventually.TrueAsync(() => WithArgument(marker).Count > 0, $"no process with {marker} appeared");

    /// <summary>Waits until no process carries the marker any more.</summary>
    public static Task IsGoneAsync(string marker) =>
        Eventually.TrueAsync(() => WithArgument(marker).Count == 0, $"a process with {marker} is still there");

    /// <summary>Peak resident memory so far, in bytes (VmHWM); 0 when the process is gone.</summary>
    public static long PeakMemory(int pid)
    {
        var line = ReadOrEmpty($"/proc/{pid}/status").Split('\n').FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.AsSpan(6).Trim()[..^3], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended between the listing and the reading.
        }
    }
}
