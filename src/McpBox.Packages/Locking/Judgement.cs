using System.Collections.Immutable;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Packages.Locking;

/// <summary>Whose word a lock file is: it decides which programs are run, so nobody but the caller and root may have written it.</summary>
internal static class Judgement
{
    /// <param name="file">Of the very file that was read.</param>
    /// <param name="caller">uid who is believed, beside root.</param>
    public static ImmutableArray<Refusal> Of(string path, FileStatus file, uint caller)
    {
        var real = CanonicalPath.Of(path) ?? path;
        var folder = Path.GetDirectoryName(real) ?? "/";

        // Who may write the folder may put another file of the caller's own in this one's place.
        return FileStatus.Of(folder) is { } above ? [.. Faults(path, file, caller), .. Faults(folder, above, caller)] : [.. Faults(path, file, caller)];
    }

    internal static IEnumerable<Refusal> Faults(string path, FileStatus file, uint caller)
    {
        if (file.Uid != caller && file.Uid != 0)
        {
            yield return new Refusal(
                LockCodes.ChangeableByOthers, $"{path} is owned by uid {file.Uid}, neither by you (uid {caller}) nor by root",
                $"make it yours after a look: chown {caller} {path}");
        }

        var mode = (UnixFileMode)file.Permissions;
        var everybody = mode.HasFlag(UnixFileMode.OtherWrite);
        if (everybody || (mode.HasFlag(UnixFileMode.GroupWrite) && !PrivateGroup.IsOf(caller, file.Gid)))
        {
            yield return new Refusal(
                LockCodes.ChangeableByOthers, $"{path} may be written by {(everybody ? "everybody" : $"the group {file.Gid}")}, and it decides what is run",
                $"take that away after a look: chmod go-w {path}");
        }
    }
}
