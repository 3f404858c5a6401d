using System.Collections.Immutable;
using System.ComponentModel;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Posix.Files;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>
/// The groups of this user's sessions, wherever in the hierarchies they were made: what is left of a sandbox whose mcpbox was killed. Where
/// limits are held without a cgroup nothing is left.
/// </summary>
internal static class ControlGroupTraces
{
    /// <summary>One trace for each session, though it has a group in each hierarchy of version 1.</summary>
    public static ImmutableArray<SandboxTrace> Find() =>
    [
        .. Folders(ControlGroupName.Pattern)
            .Select(static folder => (Folder: folder, Name: ControlGroupName.Parse(Path.GetFileName(folder))))
            .Where(static group => group.Name is not null && FileStatus.Of(group.Folder)?.Uid == Caller.EffectiveUserId())
            .DistinctBy(static group => group.Name!.ToString())
            .Select(static group => new SandboxTrace(
                BubblewrapEngine.EngineName, group.Name!.Session, Server: "", group.Name.Owner.IsAlive(), group.Folder)),
    ];

    /// <summary>Kills what is in the groups of a dead owner, if anything is, and removes them.</summary>
    public static void Remove(SandboxTrace trace)
    {
        var name = Path.GetFileName(trace.What);
        if (ControlGroupName.Parse(name) is not { } group || group.Owner.IsAlive())
            return;
        foreach (var folder in Folders(name).Where(static folder => FileStatus.Of(folder)?.Uid == Caller.EffectiveUserId()))
        {
            try
            {
                foreach (var member in Members(folder))
                    End(folder, member);
                Directory.Delete(folder);
            }
            catch (DirectoryNotFoundException)
            {
                // Gone meanwhile.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SandboxException(Refusals.GroupNotRemoved(folder, exception.Message));
            }
        }
    }

    private static IEnumerable<string> Folders(string pattern)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return ControlGroupMount.Parse(File.ReadAllText("/proc/self/mountinfo"))
            .Select(static mount => mount.Point)
            .Where(Directory.Exists)
            .SelectMany(point => Directory.EnumerateDirectories(point, pattern, all))
            .Distinct(StringComparer.Ordinal);
    }

    private static string[] Members(string folder) => File.ReadAllLines(Path.Combine(folder, "cgroup.procs"));

    private static void End(string folder, string member)
    {
        try
        {
            using var process = ProcessDescriptor.Open(int.Parse(member));

            // Once more: now that the descriptor stands for it, its number cannot become a stranger's.
            if (!Members(folder).Contains(member))
                return;
            ProcessSignal.Send(process, Libc.SigKill);
            _ = Descriptors.Poll((process, Libc.PollIn));
        }
        catch (Win32Exception)
        {
            // Ended meanwhile.
        }
    }
}
