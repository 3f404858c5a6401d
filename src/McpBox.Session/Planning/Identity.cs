using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>Whose uid the server has.</summary>
internal static class Identity
{
    /// <summary>The caller's; nobody's for root, unless the profile says otherwise or root's files are to be written.</summary>
    public static RunAs Choose(PlanRequest request, MountTable mounts) =>
        request.Profile.Process.RunAs == "auto" && request.CallerUid == 0 && !mounts.Mounts.Any(mount => mount.Writable)
            ? RunAs.Nobody
            : RunAs.Caller;
}
