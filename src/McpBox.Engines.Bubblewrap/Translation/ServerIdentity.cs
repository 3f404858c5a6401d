using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>Who the server is, on the host as in the sandbox: ids are mapped onto themselves, so a file's owner reads the same in both.</summary>
/// <param name="CallerUid">Effective uid of mcpbox.</param>
/// <param name="CallerGid">Effective gid of mcpbox.</param>
internal sealed record ServerIdentity(uint CallerUid, uint CallerGid, RunAs RunAs)
{
    /// <summary>The uid and gid that Linux keeps for nobody.</summary>
    internal const uint Nobody = 65534;

    internal const string Setpriv = "/usr/bin/setpriv";

    /// <summary>bwrap sets up as the caller; only root can afterwards become somebody else.</summary>
    public bool Drops => RunAs == RunAs.Nobody && CallerUid == 0;

    /// <summary>
    /// True where the server has the uid that owns the host's device nodes. The owner may change a node's mode without any capability,
    /// for the whole host, unless the mount is read-only.
    /// </summary>
    public bool OwnsDevices => CallerUid == 0 && !Drops;

    public uint Uid => Drops ? Nobody : CallerUid;

    public uint Gid => Drops ? Nobody : CallerGid;

    /// <summary>Content of /proc/PID/uid_map (user_namespaces(7)).</summary>
    public string UidMap => Map(CallerUid, Uid);

    /// <summary>Content of /proc/PID/gid_map.</summary>
    public string GidMap => Map(CallerGid, Gid);

    /// <summary>The step that gives up root for good, where there is one, before the init.</summary>
    /// <param name="binds">Leaves the init the right to ports below 1024, which it gives up itself.</param>
    public ImmutableArray<string> Drop(ImmutableArray<string> command, bool binds)
    {
        var kept = binds ? ",+net_bind_service" : "";
        return Drops
            ?
            [
                Setpriv, "--reuid", $"{Nobody}", "--regid", $"{Nobody}", "--clear-groups",
                "--bounding-set=-all", $"--inh-caps=-all{kept}", $"--ambient-caps=-all{kept}", "--", .. command,
            ]
            : command;
    }

    private static string Map(uint caller, uint server) =>
        caller == server ? $"{caller} {caller} 1\n" : $"{caller} {caller} 1\n{server} {server} 1\n";
}
