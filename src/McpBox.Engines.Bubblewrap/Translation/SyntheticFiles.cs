using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Files of /etc that say something of the sandbox instead of the host.</summary>
internal static class SyntheticFiles
{
    internal const string HostName = "mcpbox";

    public static IEnumerable<(string Path, string Content)> For(SandboxPlan plan, ServerIdentity identity)
    {
        yield return ("/etc/passwd", Passwd(plan, identity));
        yield return ("/etc/group", Group(identity));
        yield return ("/etc/hosts", NameFiles.Hosts(plan, HostName));
        yield return ("/etc/nsswitch.conf", NameFiles.Sources(plan));
        yield return ("/etc/resolv.conf", NameFiles.Resolver(plan));
    }

    private static string Passwd(SandboxPlan plan, ServerIdentity identity)
    {
        var root = identity.Uid == 0 ? "" : "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\n";
        var nobody = identity.Uid == ServerIdentity.Nobody ? "" : "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
        return $"{root}mcp:x:{identity.Uid}:{identity.Gid}:mcp:{plan.Home}:/bin/sh\n{nobody}";
    }

    private static string Group(ServerIdentity identity)
    {
        var root = identity.Gid == 0 ? "" : "root:x:0:\n";
        var nobody = identity.Gid == ServerIdentity.Nobody ? "" : "nogroup:x:65534:\n";
        return $"{root}mcp:x:{identity.Gid}:\n{nobody}";
    }
}
