using System.Collections.Immutable;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>A mounted hierarchy of cgroups(7).</summary>
/// <param name="Root">The group that the mount shows at its top.</param>
/// <param name="Point">Where it is mounted.</param>
/// <param name="Version">1 or 2.</param>
/// <param name="Controllers">Version 1: which controllers it has. Version 2: empty.</param>
internal sealed record ControlGroupMount(string Root, string Point, int Version, ImmutableArray<string> Controllers)
{
    /// <summary>Folder of a group, or null where the mount does not show it.</summary>
    public string? Locate(string group)
    {
        if (group.Contains("/..", StringComparison.Ordinal))
            return null;
        if (Root == "/")
            return group == "/" ? Point : Point + group;
        if (group == Root)
            return Point;
        return group.StartsWith(Root + "/", StringComparison.Ordinal) ? Point + group[Root.Length..] : null;
    }

    /// <summary>Reads mountinfo (proc_pid_mountinfo(5)).</summary>
    public static ImmutableArray<ControlGroupMount> Parse(string mountinfo)
    {
        var mounts = ImmutableArray.CreateBuilder<ControlGroupMount>();
        foreach (var line in mountinfo.Split('\n'))
        {
            // id parent device ROOT POINT options [optional fields] - TYPE source SUPEROPTIONS
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[0].Split(' ') is not [_, _, _, var root, var point, ..])
                continue;
            if (halves[1].Split(' ') is not [var type, _, var options])
                continue;
            if (type is "cgroup" or "cgroup2")
                mounts.Add(new ControlGroupMount(root, point, type == "cgroup" ? 1 : 2, type == "cgroup" ? [.. options.Split(',')] : []));
        }

        return mounts.ToImmutable();
    }
}
