using System.Text;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>Plans of servers whose files come from an image.</summary>
public sealed class ImageTests : IDisposable
{
    private static readonly PlanImage Pinned = new("mcp/time:1", "sha256:" + new string('d', 64), "sha256:" + new string('1', 64));
    private readonly Scene _scene = new() { Image = new ImageFacts(Pinned) { Entrypoint = ["node", "dist/index.js"], DefaultArguments = ["--help"] } };

    public void Dispose() => _scene.Dispose();

    private ImageFacts Image
    {
        set => _scene.Image = value;
    }

    [Fact]
    public void Without_words_of_ones_own_the_images_are_run() =>
        Assert.Equal(["node", "dist/index.js", "--help"], _scene.Accepted().Command);

    [Fact]
    public void Arguments_take_the_place_of_CMD()
    {
        _scene.Arguments = ["--zone", "UTC"];
        Assert.Equal(["node", "dist/index.js", "--zone", "UTC"], _scene.Accepted().Command);
    }

    [Fact]
    public void A_program_takes_the_place_of_ENTRYPOINT_and_CMD()
    {
        Assert.Equal(["python3"], _scene.Accepted("python3").Command);
        Assert.Equal(["python3", "-m", "server"], _scene.Accepted("python3", "-m", "server").Command);
    }

    [Fact]
    public void An_image_that_names_no_program_is_refused()
    {
        Image = new ImageFacts(Pinned);
        Assert.Contains("mcp/time:1", _scene.Refused("MB2024").Message);
        Image = new ImageFacts(Pinned) { Entrypoint = [""] };
        _scene.Refused("MB2024");
    }

    [Fact]
    public void A_NUL_in_an_images_words_is_refused()
    {
        Image = new ImageFacts(Pinned) { Entrypoint = ["a\0b"] };
        _scene.Refused("MB2007");
        Image = new ImageFacts(Pinned) { Entrypoint = ["a"], Environment = ["A=\0"] };
        _scene.Refused("MB2020");
    }

    [Fact]
    public void Nothing_of_the_host_is_shown_for_the_program()
    {
        var program = _scene.Write("home/u/work/bin/server", "#!/usr/bin/env node\n", executable: true);
        _scene.Write("home/u/work/package.json", "{}");
        _scene.CurrentDirectory = _scene.Path("home/u/work");
        var plan = _scene.Accepted(program);
        Assert.Empty(plan.Mounts);
        Assert.Equal([program], plan.Command);
    }

    [Fact]
    public void The_plan_pins_the_image_and_hashes_its_digest()
    {
        var plan = _scene.Accepted();
        Assert.Equal(Pinned, plan.Image);
        Assert.Equal("time", plan.Name);
        Image = _scene.Image! with { Image = Pinned with { Digest = "sha256:" + new string('e', 64) } };
        Assert.NotEqual(PlanJson.Sha256(plan), PlanJson.Sha256(_scene.Accepted()));
    }

    [Fact]
    public void Runtime_and_streams_are_the_profiles()
    {
        _scene.Profile = _scene.Profile with { Container = new ContainerSection { Image = "mcp/time:1", Runtime = "runsc", Stdio = "attach" } };
        var plan = _scene.Accepted();
        Assert.Equal(("runsc", StdioMode.Attach), (plan.Runtime, plan.Stdio));
    }

    [Theory]
    [InlineData("runsc", "auto")]
    [InlineData(null, "fifo")]
    public void A_runtime_or_a_way_of_streams_without_an_image_is_refused(string? runtime, string stdio)
    {
        _scene.Image = null;
        _scene.Profile = _scene.Profile with { Container = new ContainerSection { Runtime = runtime, Stdio = stdio } };
        _scene.Refused("MB2025", "/usr/bin/env");
    }

    [Fact]
    public void A_profile_with_an_image_is_never_planned_on_the_hosts_programs()
    {
        _scene.Image = null;
        _scene.Profile = _scene.Profile with { Container = new ContainerSection { Image = "mcp/time:1" } };
        Assert.Throws<ArgumentException>(() => _scene.Plan("/usr/bin/env"));
    }

    [Fact]
    public void The_environment_is_the_images_below_ours_below_the_profiles()
    {
        Image = _scene.Image! with { Environment = ["PATH=/opt/node/bin:/bin", "HOME=/root", "NODE_VERSION=22", "MODE=loud", "KEPT=a=b", "broken", "=x", "TZ=UTC"] };
        _scene.Environment["TZ"] = "Europe/Berlin";
        _scene.Profile = _scene.Profile with
        {
            Environment = new EnvironmentSection { Pass = ["TZ"], Set = new EnvironmentSection().Set.Add("MODE", "quiet") },
        };
        var plan = _scene.Accepted();
        Assert.Equal(
            ["HOME=/home/mcp fixed", "KEPT=a=b image", "LANG=C.UTF-8 fixed", "MODE=quiet set", "NODE_VERSION=22 image", "PATH=/opt/node/bin:/bin image", "TMPDIR=/tmp fixed", "TZ=Europe/Berlin pass"],
            plan.Environment.Select(entry => $"{entry.Key}={entry.Value} {PlanWords.Of(plan.EnvironmentSources[entry.Key])}"));
    }

    [Fact]
    public void An_image_without_a_PATH_gets_the_daemons() =>
        Assert.Equal("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", _scene.Accepted().Environment["PATH"]);

    [Theory]
    [InlineData("", "/home/mcp")]
    [InlineData("/", "/")]
    [InlineData("/app", "/app")]
    [InlineData("app/", "/app")]
    [InlineData("/app/../srv", "/srv")]
    public void It_starts_in_the_images_WORKDIR_else_in_HOME(string workdir, string expected)
    {
        Image = _scene.Image! with { WorkingDirectory = workdir };
        Assert.Equal(expected, _scene.Accepted().WorkingDirectory);
    }

    [Fact]
    public void The_callers_folder_is_not_where_it_starts_even_when_it_is_mounted()
    {
        _scene.Mount(_scene.CurrentDirectory = _scene.Folder("home/u/work"));
        Assert.Equal("/home/mcp", _scene.Accepted().WorkingDirectory);
    }

    [Fact]
    public void The_profiles_working_directory_stands_before_the_images()
    {
        Image = _scene.Image! with { WorkingDirectory = "/app" };
        _scene.Profile = _scene.Profile with { Process = new ProcessSection { WorkingDirectory = "/data" } };
        Assert.Equal("/data", _scene.Accepted().WorkingDirectory);
    }

    [Fact]
    public void A_WORKDIR_that_a_mount_hides_is_refused()
    {
        Image = _scene.Image! with { WorkingDirectory = "/app/src" };
        _scene.Mount(_scene.Folder("home/u/work"), target: "/app");
        _scene.Refused("MB2018");
        _scene.Folder("home/u/work/src");
        Assert.Equal("/app/src", _scene.Accepted().WorkingDirectory);
    }

    [Theory]
    [InlineData(0u, false, RunAs.Nobody)]
    [InlineData(0u, true, RunAs.Caller)]
    [InlineData(1000u, false, RunAs.Caller)]
    public void The_uid_is_chosen_as_without_an_image(uint caller, bool writable, RunAs expected)
    {
        _scene.CallerUid = caller;
        _scene.Mount(_scene.Folder("home/u/work"), writable: writable);
        Assert.Equal(expected, _scene.Accepted().RunAs);
    }

    [Fact]
    public void Mounts_obey_the_same_rules_of_sensitive_places()
    {
        _scene.Mount(_scene.Folder("home/u/.ssh"));
        _scene.Refused("MB2013");
    }

    [Theory]
    [InlineData("/usr/share/data")]
    [InlineData("/etc/server.d")]
    [InlineData("/app")]
    [InlineData("/tmp/work")]
    public void A_mount_may_stand_in_the_images_own_folders(string target)
    {
        _scene.Mount(_scene.Folder("home/u/work"), target);
        Assert.Equal(target, Assert.Single(_scene.Accepted().Mounts).Target);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("/tmp")]
    [InlineData("/home")]
    [InlineData("/proc/sys")]
    [InlineData("/dev/shm")]
    [InlineData("/run/mcpbox/in")]
    [InlineData("/run/mcpbox-init")]
    [InlineData("/run")]
    public void A_mount_may_not_replace_what_is_mcpboxs(string target)
    {
        _scene.Mount(_scene.Folder("home/u/work"), target);
        _scene.Refused("MB2016");
    }

    [Fact]
    public void A_path_of_the_host_that_is_not_mounted_is_warned_of()
    {
        var folder = _scene.Folder("home/u/work");
        Assert.Contains(folder, Assert.Single(_scene.Plan("node", folder).Warnings));
        Assert.Contains(folder, Assert.Single(_scene.Plan("node", $"--root={folder}").Warnings));
        _scene.Mount(folder);
        Assert.Empty(_scene.Plan("node", folder).Warnings);
    }

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/etc/passwd")]
    [InlineData("/tmp")]
    [InlineData("./work")]
    [InlineData("work/index.js")]
    public void What_every_image_has_and_what_is_relative_to_its_WORKDIR_is_not_warned_of(string argument)
    {
        _scene.Write("home/u/work/index.js");
        Assert.Empty(_scene.Plan("node", argument).Warnings);
    }

    [Fact]
    public void A_tag_that_has_moved_is_warned_of()
    {
        Image = _scene.Image! with { MovedTo = "sha256:2" };
        var warning = Assert.Single(_scene.Plan().Warnings);
        Assert.Contains("sha256:2", warning, StringComparison.Ordinal);
        Assert.Contains("mcpbox pull mcp/time:1", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_printed_plan_shows_the_image()
    {
        Image = _scene.Image! with { Environment = ["NODE_VERSION=22"] };
        var text = PlanToml.Write(_scene.Accepted());
        Assert.Contains(
            $"\n[container]\nimage = \"mcp/time:1\"\ndigest = \"{Pinned.Digest}\"\nid = \"{Pinned.Id}\"\nstdio = \"auto\"\n", text, StringComparison.Ordinal);
        Assert.Contains("\"NODE_VERSION\" = { source = \"image\", value = \"22\" }", text, StringComparison.Ordinal);
        Assert.Null(Toml.TomlReader.Parse(Encoding.UTF8.GetBytes(text)).Error);
    }
}
