using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Tests.Translation;

/// <summary>
/// The whole translation, word for word, so that a change of what a sandbox is shows in a review. To accept one, run with
/// MCPBOX_WRITE_SNAPSHOTS=1 and read the difference.
/// </summary>
public sealed class TranslationTests
{
    private static readonly HostLayout Merged = new()
    {
        Links = [new("/bin", "usr/bin"), new("/lib", "usr/lib"), new("/lib64", "usr/lib64"), new("/sbin", "usr/sbin")],
        Folders = [],
        Etc = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ssl/certs"],
        EtcLinks = [new("/etc/localtime", "/usr/share/zoneinfo/Etc/UTC")],
        MaskedFiles = ["/proc/kallsyms", "/proc/kcore"],
        MaskedFolders = ["/proc/acpi"],
    };

    private static readonly HostLayout Unmerged = Merged with
    {
        Links = [],
        Folders = ["/bin", "/lib", "/lib64", "/sbin"],
        EtcLinks = [],
        Etc = [.. Merged.Etc, "/etc/localtime"],
    };

    private static readonly SandboxPlan Plan = TestPlan.For("/usr/bin/node", "/srv/app/server.js", "--flag") with
    {
        WorkingDirectory = "/srv/app",
        Mounts =
        [
            new PlanMount("/srv/app/data", "/srv/app/data", Writable: true, "declared"),
            new PlanMount("/srv/app", "/srv/app", Writable: false, "package root"),
            new PlanMount("/opt/tool", "/opt/tool", Writable: false, "declared"),
        ],
    };

    private static readonly SandboxPlan Named = Plan with
    {
        Listeners = [new("127.83.0.1", 443), new("127.83.0.2", 5432), new("127.83.0.53", 53, ListenerKind.Udp)],
        Hosts = [new("api.example.com", "127.83.0.1"), new("db.internal", "127.83.0.2")],
        Resolver = "127.83.0.53",
    };

    private const string Init = "/opt/mcpbox/mcpbox-init";

    [Fact]
    public void Root_whose_server_becomes_nobody() => Matches(Plan with { RunAs = RunAs.Nobody }, Merged, new(0, 0, RunAs.Nobody));

    [Fact]
    public void Root_whose_server_stays_root() => Matches(Plan, Merged, new(0, 0, RunAs.Caller));

    [Fact]
    public void An_ordinary_user_on_a_host_without_merged_usr() => Matches(Plan, Unmerged, new(1000, 1000, RunAs.Caller));

    [Fact]
    public void Root_whose_init_binds_ports_of_root() => Matches(Named with { RunAs = RunAs.Nobody }, Merged, new(0, 0, RunAs.Nobody));

    [Fact]
    public void An_ordinary_user_whose_init_binds_ports_of_root() => Matches(Named, Merged, new(1000, 1000, RunAs.Caller));

    [Fact]
    public void The_right_to_ports_is_asked_for_by_ports_of_root_alone()
    {
        var plan = Plan with { Listeners = [new("127.0.0.1", 1024), new("127.0.0.1", 5353, ListenerKind.Udp)] };
        var invocation = BubblewrapTranslation.Translate(plan, Merged, new(1000, 1000, RunAs.Caller), Init);
        Assert.DoesNotContain(invocation.Options, static option => option.Name == "--cap-add");
        Assert.DoesNotContain("bind", invocation.Command);
    }

    [Fact]
    public void A_mount_on_HOME_takes_the_place_of_the_tmpfs()
    {
        var plan = Plan with { Mounts = [new PlanMount("/srv/home", Plan.Home, Writable: true, "declared")], WorkingDirectory = "/tmp" };
        var options = BubblewrapTranslation.Translate(plan, Merged, new(1000, 1000, RunAs.Caller), Init).Options;
        Assert.DoesNotContain(options, option => option.Name == "--tmpfs" && option.Values[0] == plan.Home);
        Assert.Contains(options, option => option.Name == "--bind-fd" && option.Values[1] == plan.Home);
    }

    [Fact]
    public void Nothing_of_the_environment_is_handed_to_bubblewrap()
    {
        var plan = Plan with { Environment = Plan.Environment.Add("TOKEN", "s3cret") };
        var invocation = BubblewrapTranslation.Translate(plan, Merged, new(0, 0, RunAs.Nobody), Init);
        Assert.DoesNotContain(invocation.Command, static word => word.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", Encoding.UTF8.GetString(invocation.Encode()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_denying_filter_is_loaded_last()
    {
        var invocation = BubblewrapTranslation.Translate(Plan, Merged, new(0, 0, RunAs.Nobody), Init);
        var filters = invocation.Options.Where(static option => option.Name == "--add-seccomp-fd").Select(static option => option.Values[0]);
        Assert.Equal([$"{invocation.NumberOf(new Handover.Filter(Denies: false))}", $"{invocation.NumberOf(new Handover.Filter(Denies: true))}"], filters);
    }

    private static void Matches(
        SandboxPlan plan, HostLayout layout, ServerIdentity identity, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
    {
        var actual = Text(BubblewrapTranslation.Translate(plan, layout, identity, Init));
        var path = Path.Combine(Path.GetDirectoryName(file)!, "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("MCPBOX_WRITE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Text(Invocation invocation)
    {
        var text = new StringBuilder();
        foreach (var option in invocation.Options)
            text.Append(option).Append('\n');
        text.Append("--\n").AppendJoin(' ', invocation.Command).Append("\n\n");
        foreach (var (handover, index) in invocation.Handovers.Select(static (handover, index) => (handover, index)))
            text.Append(index + Invocation.FirstDescriptor).Append(": ").Append(Describe(handover)).Append('\n');
        return text.ToString();
    }

    private static string Describe(Handover handover) => handover switch
    {
        Handover.Content content => "content " + Quote(content.Bytes),
        Handover.DeviceGate gate => $"device gate {Quote(gate.Bytes)}, after {string.Join(' ', gate.Devices)}",
        Handover.HostPath path => "path " + path.Path,
        Handover.Filter filter => filter.Denies ? "filter that denies" : "filter that allows",
        Handover.ForInit channel => $"{channel.Which} of the init".ToLowerInvariant(),
        _ => handover.GetType().Name,
    };

    private static string Quote(ImmutableArray<byte> bytes) =>
        '"' + Encoding.UTF8.GetString(bytes.AsSpan()).Replace("\n", "\\n", StringComparison.Ordinal) + '"';
}
