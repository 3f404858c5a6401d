using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>A mount point inside another mount cannot be created: the outer one is the host's own folder, which stays as it is.</summary>
internal static class MountPoints
{
    public static void Check(MountTable mounts, PlanReport report, Func<PlanMount, Origin> originOf)
    {
        foreach (var mount in mounts.Mounts)
        {
            if (mounts.Outer(mount) is not { } nested || Exists(mount, nested.Point))
                continue;
            var kind = Directory.Exists(mount.Source) ? "folder" : "file";
            report.Refuse(
                originOf(mount), "MB2017",
                $"there is no place for the mount at {mount.Target}: it lies in {nested.Outer.Target}, which shows {nested.Outer.Source}, and {nested.Point} is no {kind}",
                $"create {nested.Point} as a {kind}, or choose a target outside {nested.Outer.Target}");
        }
    }

    // A link on the way would put the mount somewhere else.
    private static bool Exists(PlanMount mount, string point) =>
        CanonicalPath.Of(point) == point && Directory.Exists(mount.Source) == Directory.Exists(point);
}
