using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>
/// Whether a server that runs as nobody can read what it needs. Only what lies in the mount counts: the folders above it are made anew
/// inside the sandbox, and are open.
/// </summary>
internal sealed class OthersAccess(MountTable mounts, PlanReport report)
{
    /// <summary>uid and gid of nobody on Linux (the kernel's overflow ids).</summary>
    private const uint Nobody = 65534;

    private const int Read = 4;
    private const int Search = 1;

    /// <summary>Refuses the plan when nobody cannot reach or read <paramref name="path"/>, which stands inside under its own name.</summary>
    /// <param name="execute">True for the file that execve(2) starts.</param>
    public void Require(string path, bool execute)
    {
        if (mounts.Covering(path) is not { } mount || FileStatus.Of(path) is null)
            return;
        foreach (var step in Steps(mount.Source, mounts.HostPath(path)!))
        {
            var status = FileStatus.Of(step);
            var folder = status?.Kind == FileKind.Directory;
            var wanted = folder ? (step == mount.Source ? Read | Search : Search) : (execute ? Read | Search : Read);
            if (status is { } found && (Allowed(found) & wanted) == wanted)
                continue;
            report.Refuse(
                "MB2022", $"the server would run as nobody (uid {Nobody}), which may not {(folder ? "enter" : "read")} {step}",
                $"chmod o+{(folder || execute ? "rx" : "r")} {step}; or let it run as root: run_as = \"caller\" under [process]");
            return;
        }
    }

    private static IEnumerable<string> Steps(string from, string to)
    {
        yield return from;
        for (var end = to.IndexOf('/', Math.Min(from.Length + 1, to.Length)); end > 0; end = to.IndexOf('/', end + 1))
            yield return to[..end];
        if (to.Length > from.Length)
            yield return to;
    }

    private static int Allowed(FileStatus status)
    {
        if (status.Uid == Nobody)
            return (status.Permissions >> 6) & 7;
        return (status.Gid == Nobody ? status.Permissions >> 3 : status.Permissions) & 7;
    }
}
