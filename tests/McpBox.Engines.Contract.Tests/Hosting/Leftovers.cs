using System.Diagnostics;
using System.Globalization;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Posix.Files;
using McpBox.Posix.Io;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>What can be seen of a session on the host and in its daemon: processes, containers, FIFOs, cgroups. All of it bears the session's id.</summary>
internal static class Leftovers
{
    /// <summary>How long the end of an owner may take to be the end of everything.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<string> Of(Subject subject, string session) =>
    [
        .. Processes(session),
        .. subject.IsContainer() ? DaemonView.Containers(subject.Daemon(), session).Select(static id => $"container {id}") : [],
        .. Entries(RunFolder.OfCaller().Path, session),
        .. ControlGroupHome.Find().SelectMany(home => Entries(home.Folder, session)),
    ];

    /// <summary>Asserts that within five seconds nothing is left. There is no event for "nothing", so that it is asked again and again.</summary>
    public static void AwaitNone(Subject subject, params IReadOnlyList<string> sessions)
    {
        var clock = Stopwatch.StartNew();
        foreach (var session in sessions)
        {
            IReadOnlyList<string> left;
            while ((left = Of(subject, session)).Count > 0 && clock.Elapsed < Limit)
                Descriptor.Poll([], 20);
            Assert.True(left.Count == 0, string.Join('\n', left));
        }
    }

    /// <summary>Processes of the host whose command line holds the session's id.</summary>
    public static IEnumerable<string> Processes(string session) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId
        let line = CommandLine(folder)
        where Array.Exists(line.Split('\0', '/', ' ', '.'), word => word == session || word == "mcpbox-" + session)
        select $"process {Path.GetFileName(folder)}: {line.Replace('\0', ' ')}";

    private static IEnumerable<string> Entries(string folder, string session) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder).Where(path => Path.GetFileName(path).Split('.').Any(part => part.EndsWith("-" + session, StringComparison.Ordinal) || part == session))
        : [];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone since it was listed.
            return "";
        }
    }
}
