namespace McpBox.Profiles.Tests;

public sealed class ServerTests : IDisposable
{
    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_server_without_a_profile_is_strict()
    {
        var server = _folders.WithConfig("[servers.files]\ncommand = \"node\"\nargs = [\"x.js\", \"\"]").Server("files");
        Assert.Equal(("files", "node", "strict"), (server.Name, server.Command, server.Profile.Name));
        Assert.Equal(["x.js", ""], server.Args);
        Assert.Equal(new Origin(_folders.ConfigFile, 1, 10), server.Origin);
        Assert.Equal("builtin:strict.toml", server.Profile.Origin.Path);
    }

    [Fact]
    public void A_server_overrides_any_key_of_its_profile()
    {
        var server = _folders.WithConfig(
            """
            [servers.files]
            command = "files"
            profile = "node"
            engine = "docker"
            [servers.files.limits]
            memory = "4GiB"
            [[servers.files.filesystem.mounts]]
            source = "~/project"
            mode = "rw"
            [servers.files.environment]
            pass = ["TOKEN"]
            set = { NODE_ENV = "test" }
            """).Server("files");

        Assert.Equal(("node", "docker", 4L << 30), (server.Profile.Name, server.Profile.Engine, server.Profile.Limits.Memory));
        Assert.Equal(256, server.Profile.Limits.Pids);
        Assert.Equal((_folders.Project, true), (server.Profile.Filesystem.Mounts[0].Source, server.Profile.Filesystem.Mounts[0].Writable));
        Assert.Equal(["TOKEN"], server.Profile.Environment.Pass);
        Assert.Equal(("test", "1"), (server.Profile.Environment.Set["NODE_ENV"], server.Profile.Environment.Set["NO_COLOR"]));
    }

    [Fact]
    public void A_server_with_an_image_needs_no_command()
    {
        var server = _folders.WithConfig("[servers.time]\nargs = [\"-x\"]\ncontainer.image = \"mcp/time\"").Server("time");
        Assert.Null(server.Command);
        Assert.Equal("mcp/time", server.Profile.Container.Image);
    }

    [Fact]
    public void A_server_with_a_spec_needs_no_command()
    {
        var server = _folders.WithConfig(
            "[servers.files]\nspec = \"npm:@scope/files@^1\"\nargs = [\"/srv\"]\n[servers.files.package]\nscripts = \"allow\"\nmin_age = \"12h\"\non_missing = \"build\"").Server("files");
        Assert.Equal((null, "npm:@scope/files@^1"), (server.Command, server.Spec));
        Assert.Equal(new PackageSection { Scripts = "allow", MinAge = TimeSpan.FromHours(12), OnMissing = "build" }, server.Profile.Package);
    }

    [Fact]
    public void Nothing_of_a_package_is_allowed_unless_it_is_said()
    {
        var package = _folders.WithConfig("[servers.files]\nspec = \"files\"").Server("files").Profile.Package;
        Assert.Equal(("deny", TimeSpan.FromDays(2), false, "refuse"), (package.Scripts, package.MinAge, package.AllowDeprecated, package.OnMissing));
    }

    [Theory]
    [InlineData("spec = \"files\"\ncommand = \"node\"", "MB1117")]
    [InlineData("spec = \"oci:mcp/time\"\ncontainer.image = \"mcp/time\"", "MB1117")]
    [InlineData("spec = \"oci:mcp/time\"\nengine = \"bubblewrap\"", "MB1117")]
    [InlineData("spec = \"files\"\ncontainer.runtime = \"runsc\"", "MB1117")]
    [InlineData("spec = \"\"", "MB1113")]
    [InlineData("spec = 1", "MB1102")]
    [InlineData("spec = \"files\"\npackage.scripts = \"ask\"", "MB1104")]
    [InlineData("spec = \"files\"\npackage.min_age = \"2 days\"", "MB1103")]
    [InlineData("spec = \"files\"\npackage.minage = \"2d\"", "MB1101")]
    [InlineData("args = []", "MB1113")]
    public void What_a_spec_cannot_stand_beside_is_reported(string lines, string code) =>
        Assert.Equal(code, Assert.Single(_folders.WithConfig($"[servers.files]\n{lines}").Load().Problems).Code);

    [Fact]
    public void An_images_spec_takes_a_runtime() =>
        Assert.Empty(_folders.WithConfig("[servers.time]\nspec = \"oci:mcp/time\"\ncontainer.runtime = \"runsc\"").Load().Problems);

    [Fact]
    public void A_project_says_nothing_about_packages()
    {
        _folders.WithConfig("[servers.files]\nspec = \"files\"").WithProject("[package]\nscripts = \"allow\"\n[servers.files]\nspec = \"other\"");
        Assert.All(_folders.Load().Problems, problem => Assert.Equal("MB1141", problem.Code));
        Assert.Equal(2, _folders.Load().Problems.Length);
    }

    [Fact]
    public void A_profiles_runtime_waits_for_a_server_with_an_image()
    {
        _folders.WithProfile("gvisor", "container.runtime = \"runsc\"")
            .WithConfig("[servers.time]\nprofile = \"gvisor\"\ncontainer.image = \"mcp/time\"\n[servers.node]\nprofile = \"gvisor\"\ncommand = \"node\"");
        var problem = Assert.Single(_folders.Load().Problems);
        Assert.Equal(("MB1117", new Origin(_folders.ConfigFile, 4, 10)), (problem.Code, problem.Origin));
    }

    [Fact]
    public void A_contradiction_of_a_profile_is_reported_where_it_stands()
    {
        _folders.WithProfile("mine", "container.image = \"mcp/time\"\nengine = \"bubblewrap\"").WithConfig("[servers.x]\nprofile = \"mine\"");
        Assert.Contains(_folders.Load().Problems, problem => problem.Origin == new Origin(_folders.ProfileFile("mine"), 2, 10));
        Assert.NotEmpty(_folders.Load().FindServer("x").Problems);
    }

    [Theory]
    [InlineData("[server.x]\ncommand = \"a\"", "MB1101", "unknown key \"server\"", "did you mean \"servers\"?")]
    [InlineData("[limits]\npids = 9", "MB1101", "unknown key \"limits\"", "it belongs in a profile, or below a server: [servers.NAME.limits]")]
    [InlineData("[servers.x]\ncommand = \"a\"\ncomand = \"b\"", "MB1101", "unknown key \"comand\"", "did you mean \"command\"?")]
    [InlineData("[servers.x]\ncommand = \"a\"\nextends = \"node\"", "MB1101", "unknown key \"extends\"", null)]
    [InlineData("servers = 1", "MB1102", "servers must be a table, not an integer", null)]
    [InlineData("servers.x = 1", "MB1102", "servers.x must be a table, not an integer", null)]
    [InlineData("[servers.x]\ncommand = [\"a\"]", "MB1102", "command must be a string, not an array", null)]
    [InlineData("[servers.x]\ncommand = \"a\"\nargs = \"b\"", "MB1102", "args must be an array of strings, not a string", null)]
    [InlineData("[servers.x]\ncommand = \"a\"\nargs = [\"b\\u0000\"]", "MB1110", "each of args holds a NUL character, which ends a string for the kernel", null)]
    [InlineData("[servers.x]\nargs = []", "MB1113", "servers.x has neither a command nor a spec", null)]
    [InlineData("[servers.x]\ncontainer.runtime = \"runsc\"\ncommand = \"a\"", "MB1117", "container.runtime is for containers, and servers.x has no image", "add container.image, or remove container.runtime")]
    [InlineData("[servers.x]\ncontainer.stdio = \"fifo\"\ncommand = \"a\"", "MB1117", "container.stdio is for containers, and servers.x has no image", "add container.image, or remove container.stdio")]
    [InlineData("[servers.x]\nengine = \"bubblewrap\"\ncontainer.image = \"a\"", "MB1117", "engine = \"bubblewrap\" runs the host's programs, and container.image names an image", "remove one of them; engine = \"auto\" follows the image")]
    [InlineData("[servers.x]\ncommand = \"\"", "MB1113", "the command of servers.x is empty", null)]
    [InlineData("[servers.x]\ncommand = \"a\"\nprofile = \"pyton\"", "MB1121", "profile = \"pyton\": there is no such profile", "did you mean \"python\"?")]
    [InlineData("[servers.\"a/b\"]\ncommand = \"a\"", "MB1131", "\"a/b\" is not a name for a server", null)]
    [InlineData("[servers.\"..\"]\ncommand = \"a\"", "MB1131", "\"..\" is not a name for a server", null)]
    [InlineData("[servers.\"-x\"]\ncommand = \"a\"", "MB1131", "\"-x\" is not a name for a server", null)]
    [InlineData("[servers.\"é\"]\ncommand = \"a\"", "MB1131", "\"é\" is not a name for a server", null)]
    [InlineData("[servers.x]\ncommand = \"a\"\nlimits.pids = 1", "MB1103", "limits.pids = 1 is out of range", null)]
    [InlineData("[servers.x]\ncommand = \"a\"\n[servers.x]\ncommand = \"b\"", "MB1001", null, null)]
    public void A_mistake_in_the_config_is_named_and_stops_every_start(string toml, string code, string? message, string? hint)
    {
        var configuration = _folders.WithConfig(toml).Load();
        var problem = Assert.Single(configuration.Problems);
        Assert.Equal(code, problem.Code);
        Assert.Equal(message ?? problem.Message, problem.Message);
        Assert.Equal(hint ?? problem.Hint, problem.Hint);
        Assert.Empty(configuration.Servers);
        Assert.Equal([problem], configuration.FindProfile("strict").Problems);
    }

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        var longest = new string('a', 64);
        Assert.Equal(longest, _folders.WithConfig($"[servers.{longest}]\ncommand = \"a\"").Server(longest).Name);
        Assert.Equal("MB1131", Assert.Single(_folders.WithConfig($"[servers.{longest}b]\ncommand = \"a\"").Load().Problems).Code);
    }

    [Fact]
    public void A_problem_in_one_server_does_not_hide_the_next()
    {
        var problems = _folders.WithConfig("[servers.a]\nargs = 1\n[servers.b]\nprofile = 2\n[servers.c]\ncommand = \"c\"\nlimits = 3").Load().Problems;
        Assert.Equal(["MB1113", "MB1102", "MB1113", "MB1102", "MB1102"], problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_broken_profile_that_nobody_uses_stops_no_server()
    {
        var configuration = _folders.WithProfile("broken", "[").WithConfig("[servers.a]\ncommand = \"a\"\n[servers.b]\ncommand = \"b\"\nprofile = \"broken\"").Load();
        Assert.Equal(["a"], configuration.Servers.Keys);
        Assert.Equal("MB1001", Assert.Single(configuration.FindServer("b").Problems).Code);
    }

    [Fact]
    public void An_unknown_server_is_answered_with_the_nearest()
    {
        var problem = Assert.Single(_folders.WithConfig("[servers.files]\ncommand = \"a\"").Load().FindServer("file").Problems);
        Assert.Equal(("MB1132", "did you mean \"files\"?"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void An_unknown_server_comes_with_the_problems_that_may_be_why()
    {
        var problems = _folders.WithConfig("[server.files]\ncommand = \"a\"").Load().FindServer("files").Problems;
        Assert.Equal(["MB1101", "MB1132"], problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("[servers.files]\ncommand = \"a\"\n[oops")]
    [InlineData("[servers.files]\ncommand = \"\\u0000")]
    public void Of_a_config_that_cannot_be_read_nobody_says_that_the_server_is_not_there(string toml)
    {
        var configuration = _folders.WithConfig(toml).Load();
        Assert.True(configuration.HasServer("files"));
        Assert.Equal("MB1001", Assert.Single(configuration.FindServer("files").Problems).Code);
    }

    [Fact]
    public void A_servers_mount_on_a_target_of_its_profile_is_refused()
    {
        _folders.WithProfile("mine", "[[filesystem.mounts]]\nsource = \"/a\"")
            .WithConfig("[servers.x]\ncommand = \"x\"\nprofile = \"mine\"\n[[servers.x.filesystem.mounts]]\nsource = \"/a\"");
        var problem = Assert.Single(_folders.Load().Problems);
        Assert.Equal(("MB1111", _folders.ConfigFile), (problem.Code, problem.Origin.Path));
    }
}
