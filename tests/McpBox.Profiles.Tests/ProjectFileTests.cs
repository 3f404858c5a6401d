namespace McpBox.Profiles.Tests;

public sealed class ProjectFileTests : IDisposable
{
    private const string Config =
        """
        [servers.files]
        command = "files"
        [servers.files.limits]
        memory = "1GiB"
        pids = 100
        [[servers.files.filesystem.mounts]]
        source = "/data"
        mode = "rw"
        [servers.files.environment]
        pass = ["TOKEN", "TERM"]
        set = { MODE = "safe" }

        [servers.small]
        command = "small"
        limits.memory = "256MiB"
        """;

    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_project_lowers_limits_for_every_server_and_for_one()
    {
        _folders.WithConfig(Config).WithProject(
            """
            [limits]
            memory = "512MiB"
            cpus = 0.5
            enforcement = "cgroup"
            [session]
            close_grace = "1s"
            [servers.files.limits]
            pids = 50
            [servers.files.network]
            mode = "none"
            """);

        var files = _folders.Server("files").Profile;
        Assert.Equal((512L << 20, 50, 0.5, "cgroup"), (files.Limits.Memory, files.Limits.Pids, files.Limits.Cpus, files.Limits.Enforcement));
        Assert.Equal(TimeSpan.FromSeconds(1), files.Session.CloseGrace);
        Assert.Equal(128, _folders.Server("small").Profile.Limits.Pids);
    }

    [Fact]
    public void A_ceiling_for_every_server_leaves_a_server_below_it_where_it_is()
    {
        _folders.WithConfig(Config).WithProject("limits.memory = \"512MiB\"");
        Assert.Equal(256L << 20, _folders.Server("small").Profile.Limits.Memory);
    }

    [Fact]
    public void The_lower_of_two_ceilings_holds()
    {
        _folders.WithConfig(Config).WithProject("limits.memory = \"128MiB\"\nservers.files.limits.memory = \"768MiB\"");
        Assert.Equal(128L << 20, _folders.Server("files").Profile.Limits.Memory);
    }

    [Fact]
    public void Read_only_makes_every_mount_read_only()
    {
        Assert.True(_folders.WithConfig(Config).Server("files").Profile.Filesystem.Mounts[0].Writable);
        _folders.WithProject("filesystem.read_only = true");
        Assert.All(_folders.Server("files").Profile.Filesystem.Mounts, mount => Assert.False(mount.Writable));
    }

    [Fact]
    public void Read_only_cannot_be_taken_back()
    {
        var problem = Assert.Single(_folders.WithConfig(Config).WithProject("filesystem.read_only = false").Load().Problems);
        Assert.Equal(("MB1104", "filesystem.read_only = false takes nothing back"), (problem.Code, problem.Message));
    }

    [Fact]
    public void Dropped_names_are_not_passed_and_set_values_stay()
    {
        _folders.WithConfig(Config).WithProject("environment.drop = [\"TOKEN\", \"MODE\", \"UNHEARD_OF\"]");
        var environment = _folders.Server("files").Profile.Environment;
        Assert.Equal(["TERM"], environment.Pass);
        Assert.Equal(["MODE"], environment.Set.Keys);
    }

    [Fact]
    public void A_command_line_without_a_server_is_tightened_as_well()
    {
        _folders.WithProject("limits.pids = 20\nlimits.memory = \"64MiB\"");
        var profile = _folders.Load().FindProfile("strict").Value!;
        Assert.Equal((20, 64L << 20), (profile.Limits.Pids, profile.Limits.Memory));
    }

    [Theory]
    [InlineData("engine = \"bubblewrap\"")]
    [InlineData("description = \"x\"")]
    [InlineData("process.run_as = \"caller\"")]
    [InlineData("container.image = \"mcp/time\"")]
    [InlineData("servers.files.container.runtime = \"runc\"")]
    [InlineData("container.stdio = \"attach\"")]
    [InlineData("process.working_directory = \"/\"")]
    [InlineData("environment.pass = [\"SSH_AUTH_SOCK\"]")]
    [InlineData("environment.set.NODE_OPTIONS = \"--require=/x.js\"")]
    [InlineData("[[filesystem.mounts]]\nsource = \"/\"")]
    [InlineData("extends = \"node\"")]
    [InlineData("[servers.files]\ncommand = \"/tmp/evil\"")]
    [InlineData("[servers.files]\nargs = [\"x\"]")]
    [InlineData("[servers.files]\nprofile = \"node\"")]
    [InlineData("[[servers.files.filesystem.mounts]]\nsource = \"/home\"")]
    public void A_key_that_gives_cannot_be_set_by_a_project(string toml)
    {
        var configuration = _folders.WithConfig(Config).WithProject(toml).Load();
        var problem = Assert.Single(configuration.Problems);
        Assert.Equal(("MB1141", _folders.ProjectFile), (problem.Code, problem.Origin.Path));
        Assert.Contains("may only tighten", problem.Message, StringComparison.Ordinal);
        Assert.Empty(configuration.Servers);
    }

    [Theory]
    [InlineData("servers.files.limits.memory = \"2GiB\"", "limits.memory = \"2GiB\" allows more than \"1GiB\", and a project may only tighten")]
    [InlineData("servers.small.limits.memory = \"512MiB\"", "limits.memory = \"512MiB\" allows more than \"256MiB\", and a project may only tighten")]
    [InlineData("limits.memory = \"2GiB\"", "limits.memory = \"2GiB\" allows more than \"1GiB\", and a project may only tighten")]
    [InlineData("limits.cpus = 64", "limits.cpus = 64.0 allows more than 2.0, and a project may only tighten")]
    [InlineData("limits.pids = 4096", "limits.pids = 4096 allows more than 100, and a project may only tighten")]
    [InlineData("session.term_grace = \"1m\"", "session.term_grace = \"60s\" allows more than \"2s\", and a project may only tighten")]
    [InlineData("session.max_frame = \"1GiB\"", "session.max_frame = \"1GiB\" allows more than \"64MiB\", and a project may only tighten")]
    [InlineData("filesystem.home_size = \"1TiB\"", "filesystem.home_size = \"1TiB\" allows more than \"64MiB\", and a project may only tighten")]
    public void A_value_that_allows_more_is_refused(string toml, string message)
    {
        var configuration = _folders.WithConfig(Config).WithProject(toml).Load();
        var problem = Assert.Single(configuration.Problems);
        Assert.Equal(("MB1142", message), (problem.Code, problem.Message));
        Assert.Empty(configuration.Servers);
    }

    [Fact]
    public void A_project_cannot_do_without_the_cgroup_that_the_owner_wants()
    {
        _folders.WithConfig("[servers.x]\ncommand = \"x\"\nlimits.enforcement = \"cgroup\"").WithProject("limits.enforcement = \"auto\"");
        Assert.Equal("MB1142", Assert.Single(_folders.Load().Problems).Code);
    }

    [Fact]
    public void Without_servers_a_value_is_compared_with_the_default_profile() =>
        Assert.Equal("MB1142", Assert.Single(_folders.WithProject("limits.memory = \"64GiB\"").Load().Problems).Code);

    [Fact]
    public void A_server_that_the_owner_does_not_have_is_a_problem()
    {
        var problem = Assert.Single(_folders.WithConfig(Config).WithProject("[servers.file.limits]\npids = 9").Load().Problems);
        Assert.Equal(("MB1132", "did you mean \"files\"?"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void Every_key_that_a_project_may_name_says_how_and_the_others_say_nothing()
    {
        Assert.All(Schema.Schemas.Profile.Keys, key =>
            Assert.Equal(key.Scopes.HasFlag(Schema.Scopes.Project), key.Tightening.Length > 0));
    }

    [Fact]
    public void The_file_is_found_from_a_folder_below_up_to_the_repository()
    {
        var below = Directory.CreateDirectory(Path.Combine(_folders.Project, "a", "b")).FullName;
        _folders.WithProject("limits.pids = 9");
        Assert.Equal(_folders.ProjectFile, _folders.Load(below).ProjectFile);
    }

    [Fact]
    public void The_nearest_file_holds()
    {
        var nearer = Path.Combine(_folders.Project, "a", "mcpbox.toml");
        _folders.WithProject("limits.pids = 9").With(nearer, "limits.pids = 10");
        Assert.Equal(nearer, _folders.Load(Path.GetDirectoryName(nearer)).ProjectFile);
    }

    [Fact]
    public void No_file_above_the_repository_is_looked_at()
    {
        _folders.With(Path.Combine(_folders.Home, "mcpbox.toml"), "limits.pids = 9");
        Assert.Null(_folders.Load(_folders.Project).ProjectFile);
    }

    [Fact]
    public void No_file_above_the_home_folder_is_looked_at()
    {
        var home = Directory.CreateDirectory(Path.Combine(_folders.Project, "home", "x")).Parent!.FullName;
        _folders.WithProject("limits.pids = 9").Locations = _folders.Locations with { Home = home };
        Assert.Null(_folders.Load(Path.Combine(home, "x")).ProjectFile);
        _folders.Locations = _folders.Locations with { Home = null };
        Assert.Equal(_folders.ProjectFile, _folders.Load(Path.Combine(home, "x")).ProjectFile);
    }
}
