using System.Collections.Immutable;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Processes;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Translation;

/// <summary>What translations are tested with: a plan, daemons, and the places of one session.</summary>
internal static class Scene
{
    public static readonly SandboxPlan Plan = new()
    {
        Name = "files",
        Profile = "node",
        Command = ["/usr/bin/node", "/srv/app/server.js"],
        WorkingDirectory = "/srv/app",
        Mounts =
        [
            new PlanMount("/srv/app/data", "/srv/app/data", Writable: true, "declared"),
            new PlanMount("/srv/app", "/srv/app", Writable: false, "declared"),
        ],
        TmpSize = 64L << 20,
        HomeSize = 32L << 20,
        Environment = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("PATH", "/usr/bin"), KeyValuePair.Create("TOKEN", "s3cret")]),
        Limits = new PlanLimits(512L << 20, 128, 1.5, 1024, 16L << 20, RequireCgroup: true),
        RunAs = RunAs.Nobody,
        Image = new PlanImage("mcp/files:1", Digest('a'), Digest('b')),
    };

    public static readonly DaemonFacts Docker = new() { Version = "20.10.24", IsPodman = false, Distance = null };

    public static readonly DaemonFacts Podman = Docker with { Version = "4.3.1", IsPodman = true };

    public static readonly DaemonFacts Remote = Docker with { Distance = "it is asked over TCP" };

    public static readonly Placement Fifos = new()
    {
        Session = "0123456789ab",
        Owner = new ProcessIdentity(4242, 987654, "11111111-2222-3333-4444-555555555555", 4026531836),
        OwnerUid = 1000,
        Machine = "0f0f",
        Init = "/usr/lib/mcpbox/mcpbox-init",
        Pipes = "/run/user/1000/mcpbox/s/pipes",
        Hosts = "/run/user/1000/mcpbox/s/hosts",
    };

    public static readonly Placement Files = Fifos with { Filter = "/run/user/1000/mcpbox/s/filter.json" };

    public static readonly Placement Attached = Fifos with { Pipes = null };

    public static readonly Placement Volume = Attached with { Init = "mcpbox-init-1a2b", Hosts = null };

    public static byte[] Translate(SandboxPlan plan, DaemonFacts facts, Placement placement) =>
        ContainerTranslation.Translate(plan, facts, ContainerIdentity.Of(plan.RunAs, facts, 1000, 1000), placement);

    private static string Digest(char digit) => "sha256:" + new string(digit, 64);
}
