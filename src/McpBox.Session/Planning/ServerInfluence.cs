using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>
/// A server that may write a folder may put a link, a <c>#!</c> line or a pyvenv.cfg there, and wait for its next start. What such a file
/// leads to is not shown because of it: only what the sandbox shows anyway.
/// </summary>
internal sealed class ServerInfluence(Origin command, MountTable mounts, PlanReport report)
{
    /// <summary>Refuses a path of the command line that a link in a writable mount leads out of it. True when it was refused.</summary>
    /// <param name="path">Absolute, as it was written.</param>
    public bool RefuseRedirected(string path) =>
        CanonicalPath.Of(path) is { } real && !mounts.Shows(real) && RefuseRedirected(command, path);

    /// <summary>Refuses a path that a link in a writable mount leads out of it. True when it was refused.</summary>
    public bool RefuseRedirected(Origin origin, string path)
    {
        if (CanonicalPath.Of(path) is not { } real)
            return false;
        foreach (var link in Links.Followed(path))
        {
            if (WritableMountOf(link) is { } mount && !CanonicalPath.IsWithin(real, mount.Source))
            {
                report.Refuse(
                    origin, "MB2023", $"{path} leads through {link}, a link in {mount.Source} that the server can write: it could lead anywhere at the next start",
                    $"name {real} itself");
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses what a file asks for that the server can write. True when it was refused.</summary>
    /// <param name="file">Canonical.</param>
    /// <param name="wanted">Canonical.</param>
    public bool RefuseWanted(string file, string wanted)
    {
        if (mounts.Shows(wanted) || WritableMountOf(file) is not { } mount)
            return false;
        report.Refuse(
            "MB2023", $"{file} asks for {wanted}, and lies in {mount.Source} that the server can write: it could ask for anything at the next start",
            $"name the interpreter in the command, or declare\n{TomlText.Mount(wanted)}");
        return true;
    }

    private PlanMount? WritableMountOf(string canonical) =>
        mounts.Mounts.FirstOrDefault(mount => mount.Writable && CanonicalPath.IsWithin(canonical, mount.Source));
}
