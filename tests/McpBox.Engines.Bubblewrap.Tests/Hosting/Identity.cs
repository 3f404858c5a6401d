using McpBox.Engines.Bubblewrap.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Hosting;

/// <summary>Who runs the sandbox and whom the server becomes.</summary>
public enum Identity
{
    /// <summary>Root runs it and the server is nobody: the default for root.</summary>
    RootNobody,

    /// <summary>Root runs it and the server stays uid 0, without a capability: writable mounts.</summary>
    RootCaller,

    /// <summary>An ordinary user.</summary>
    Unprivileged,
}

internal static class Identities
{
    /// <summary>An ordinary user to be when the tests run as root.</summary>
    internal const uint OrdinaryUser = 1000;

    public static bool IsRoot => Libc.GetEffectiveUid() == 0;

    /// <summary>All three where tests run as root; a user cannot become root for the sake of a test.</summary>
    public static IEnumerable<Identity> Available => IsRoot ? Enum.GetValues<Identity>() : [Identity.Unprivileged];

    public static RunAs RunAs(this Identity identity) =>
        identity == Identity.RootNobody ? Sandbox.RunAs.Nobody : Sandbox.RunAs.Caller;

    public static uint Uid(this Identity identity) => identity switch
    {
        Identity.RootNobody => 65534,
        Identity.RootCaller => 0,
        _ => IsRoot ? OrdinaryUser : Libc.GetEffectiveUid(),
    };

    public static uint Gid(this Identity identity) => identity switch
    {
        Identity.RootNobody => 65534,
        Identity.RootCaller => 0,
        _ => IsRoot ? OrdinaryUser : Libc.GetEffectiveGid(),
    };

    /// <summary>Whether the sandbox must be run by another process than this one.</summary>
    public static bool NeedsHost(this Identity identity) => identity == Identity.Unprivileged && IsRoot;
}
