using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Running;

/// <summary>What is mounted where, as one process sees it: /proc/PID/mountinfo (proc_pid_mountinfo(5)).</summary>
internal sealed class MountTable
{
    /// <summary>A place in a file system: the same for every process, whatever it is mounted on.</summary>
    /// <param name="Device">As <c>254:0</c>.</param>
    /// <param name="Root">Path in the file system.</param>
    internal sealed record Place(string Device, string Root);

    private readonly List<(string Point, Place Place)> _mounts;

    private MountTable(List<(string Point, Place Place)> mounts) => _mounts = mounts;

    /// <summary>Null where there is no such process, or it may not be looked at.</summary>
    public static MountTable? Read(string path)
    {
        try
        {
            return new MountTable([.. File.ReadLines(path).Select(Parse)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is mounted on this very path; of several, the last covers the others.</summary>
    public Place? At(string point) => _mounts.FindLast(mount => mount.Point == point).Place;

    /// <summary>Where a canonical path lies.</summary>
    public Place? Locate(string path)
    {
        var (point, place) = _mounts.Where(mount => CanonicalPath.IsWithin(path, mount.Point)).OrderBy(static mount => mount.Point.Length).LastOrDefault();
        if (place is null)
            return null;
        var rest = point == "/" ? path : path[point.Length..];
        var root = place.Root == "/" ? rest : place.Root + rest;
        return place with { Root = root.Length == 0 ? "/" : root };
    }

    /// <summary>Number, parent, <b>device</b>, <b>root</b>, <b>mount point</b>, …</summary>
    private static (string Point, Place Place) Parse(string line)
    {
        var fields = line.Split(' ');
        return (Plain(fields[4]), new Place(fields[2], Plain(fields[3])));
    }

    private static string Plain(string field) => field
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
