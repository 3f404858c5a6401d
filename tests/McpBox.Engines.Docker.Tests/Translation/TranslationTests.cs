using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpBox.Engines.Docker.Translation;
using McpBox.Engines.Docker.Translation.Seccomp;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Translation;

/// <summary>
/// The whole translation, word for word, so that a change of what a sandbox is shows in a review. To accept one, run with
/// MCPBOX_WRITE_SNAPSHOTS=1 and read the difference.
/// </summary>
public sealed class TranslationTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SandboxPlan WithoutMounts = Scene.Plan with { Mounts = [] };

    [Fact]
    public void Docker_on_this_host() => Matches(Scene.Plan, Scene.Docker, Scene.Fifos);

    [Fact]
    public void Docker_on_this_host_for_an_ordinary_user_with_gVisor() =>
        Matches(Scene.Plan with { RunAs = RunAs.Caller, Runtime = "runsc" }, Scene.Docker, Scene.Attached);

    [Fact]
    public void Docker_far_away() => Matches(WithoutMounts, Scene.Remote, Scene.Volume);

    [Fact]
    public void Docker_with_SELinux() => Matches(WithoutMounts, Scene.Docker with { HasSelinux = true }, Scene.Fifos);

    [Fact]
    public void Rootless_Docker() => Matches(Scene.Plan with { RunAs = RunAs.Caller }, Scene.Docker with { IsRootless = true }, Scene.Fifos);

    [Fact]
    public void Docker_with_names_and_ports_of_root() => Matches(
        WithoutMounts with { Listeners = [new("127.83.0.1", 443)], Hosts = [new("api.example.com", "127.83.0.1")], Resolver = "127.83.0.53" },
        Scene.Docker,
        Scene.Fifos with { Resolver = "/run/user/1000/mcpbox/s/resolv.conf", NameSources = "/run/user/1000/mcpbox/s/nsswitch.conf" });

    [Fact]
    public void Podman_on_this_host() => Matches(Scene.Plan, Scene.Podman, Scene.Files);

    [Fact]
    public void A_mount_on_HOME_takes_the_place_of_the_tmpfs()
    {
        var plan = WithoutMounts with { Mounts = [new PlanMount("/srv/home", Scene.Plan.Home, Writable: true, "declared")] };
        Assert.Equal(["/tmp"], ScratchFolders.Of(plan, Scene.Docker, new ContainerIdentity(1000, 1000)).Keys);
    }

    [Fact]
    public void Nothing_of_the_environment_or_the_command_is_told_to_the_daemon()
    {
        var body = Encoding.UTF8.GetString(Scene.Translate(Scene.Plan, Scene.Docker, Scene.Fifos));
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("TOKEN", body, StringComparison.Ordinal);
        Assert.DoesNotContain("server.js", body, StringComparison.Ordinal);
    }

    private static void Matches(SandboxPlan plan, DaemonFacts facts, Placement placement, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, "Snapshots", test + ".json");
        var actual = Shown(Scene.Translate(plan, facts, placement));
        if (Environment.GetEnvironmentVariable("MCPBOX_WRITE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>Indented, and with a name for the filter, which has tests of its own.</summary>
    private static string Shown(byte[] body)
    {
        var document = JsonNode.Parse(body)!;
        var options = document["HostConfig"]!["SecurityOpt"]!.AsArray();
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i]!.GetValue<string>() == "seccomp=" + SeccompJson.Text)
                options[i] = "seccomp={the policy}";
        }

        return document.ToJsonString(Indented) + "\n";
    }
}
