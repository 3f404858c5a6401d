using System.Globalization;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>Every mount, from /proc/self/mountinfo (proc_pid_mountinfo(5)).</summary>
internal static unsafe class MountView
{
    internal static readonly string[] Checks =
    [
        ProbeNames.MountPoints, ProbeNames.MountsWritable, ProbeNames.MountsSetUid, ProbeNames.MountsDevices, ProbeNames.MountsExecutable,
        ProbeNames.MountSizes,
    ];

    private sealed record Mount(string Point, string[] Options, string Type)
    {
        public bool Has(string option) => Options.Contains(option);
    }

    internal static IReadOnlyDictionary<string, string> Read()
    {
        var mounts = Files.ReadLines("/proc/self/mountinfo").Select(Parse).ToList();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ProbeNames.MountPoints] = Points(mounts),
            [ProbeNames.MountsWritable] = Points(mounts.Where(static mount => !mount.Has("ro"))),
            [ProbeNames.MountsSetUid] = Points(mounts.Where(static mount => !mount.Has("nosuid"))),
            [ProbeNames.MountsDevices] = Points(mounts.Where(static mount => !mount.Has("nodev"))),
            [ProbeNames.MountsExecutable] = Points(mounts.Where(static mount => !mount.Has("noexec"))),
            [ProbeNames.MountSizes] = ProbeWords.List(mounts
                .Where(static mount => mount.Type == "tmpfs" && !mount.Has("ro"))
                .Select(static mount => $"{mount.Point}={Size(mount.Point)}")),
        };
    }

    /// <summary>
    /// Number, parent, device, root, <b>mount point</b>, <b>options</b>, optional fields, <c>-</c>, <b>type</b>, source, <b>options of the file
    /// system</b>: one that is read-only as a whole is so at each place.
    /// </summary>
    private static Mount Parse(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-", 6);
        string[] options = fields[5].Split(',');
        return new Mount(fields[4], fields[dash + 3].Split(',').Contains("ro") ? [.. options, "ro"] : options, fields[dash + 1]);
    }

    private static string Points(IEnumerable<Mount> mounts) => ProbeWords.List(mounts.Select(static mount => mount.Point));

    /// <summary>Of a tmpfs in bytes. Only those are asked: a dead network file system would not answer.</summary>
    private static string Size(string point)
    {
        Native.FileSystem result;
        if (Native.StatFileSystem(Plain(point), &result) != 0)
            return Errno.Name(Native.Errno);
        return result.Blocks == 0 ? ProbeWords.Unlimited : ((long)result.Blocks * result.BlockSize).ToString(CultureInfo.InvariantCulture);
    }

    private static string Plain(string point) => point
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
