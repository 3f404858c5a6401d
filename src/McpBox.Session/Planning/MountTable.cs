using System.Collections.Immutable;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>What the server will see of the host's disk: the mounts gathered so far, and the toolchain.</summary>
/// <param name="withToolchain">False for an image, which brings its own.</param>
internal sealed class MountTable(bool withToolchain)
{
    private readonly List<PlanMount> _mounts = [];

    /// <summary>In the order in which they can be made: a mount stands after the one that it lies in.</summary>
    public ImmutableArray<PlanMount> Mounts => [.. _mounts.OrderBy(mount => mount.Target, StringComparer.Ordinal)];

    public void Add(PlanMount mount) => _mounts.Add(mount);

    public PlanMount? At(string target) => _mounts.Find(mount => mount.Target == target);

    /// <summary>The innermost mount that <paramref name="inside"/> lies in, itself included.</summary>
    public PlanMount? Covering(string inside) =>
        _mounts.Where(mount => CanonicalPath.IsWithin(inside, mount.Target)).MaxBy(mount => mount.Target.Length);

    /// <summary>The host path that stands at <paramref name="inside"/>, or null when nothing of the host is there.</summary>
    public string? HostPath(string inside) => Covering(inside) switch
    {
        { } mount => Under(mount, inside),
        null => withToolchain && Toolchain.Contains(inside) ? inside : null,
    };

    /// <summary>True when a canonical host path is seen inside under the same name.</summary>
    public bool Shows(string canonical) => HostPath(canonical) == canonical;

    /// <summary>True when <paramref name="inside"/> has to exist because a mount lies below it.</summary>
    public bool HasMountBelow(string inside) => _mounts.Exists(mount => CanonicalPath.IsWithin(mount.Target, inside));

    /// <summary>The mount that <paramref name="mount"/> lies in, with the host path that its mount point then is.</summary>
    public (PlanMount Outer, string Point)? Outer(PlanMount mount)
    {
        var outer = _mounts.Where(other => other != mount && other.Target != mount.Target && CanonicalPath.IsWithin(mount.Target, other.Target))
            .MaxBy(other => other.Target.Length);
        return outer is null ? null : (outer, Under(outer, mount.Target));
    }

    private static string Under(PlanMount mount, string inside) => mount.Source.TrimEnd('/') + inside[mount.Target.TrimEnd('/').Length..] switch
    {
        "" when mount.Source == "/" => "/",
        var rest => rest,
    };
}
