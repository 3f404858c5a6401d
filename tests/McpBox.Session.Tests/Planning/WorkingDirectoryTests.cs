using McpBox.Profiles;

namespace McpBox.Session.Tests.Planning;

public sealed class WorkingDirectoryTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly string _node;

    public WorkingDirectoryTests() => _node = _scene.Program("nvm/bin/node");

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_current_directory_that_no_mount_shows_becomes_HOME()
    {
        _scene.CurrentDirectory = _scene.Folder("home/u/elsewhere");

        Assert.Equal("/home/mcp", _scene.Accepted("env").WorkingDirectory);
    }

    [Fact]
    public void A_current_directory_in_a_mount_is_kept()
    {
        _scene.Mount(_scene.Folder("home/u/work"));
        _scene.CurrentDirectory = _scene.Folder("home/u/work/src");

        Assert.Equal(_scene.Path("home/u/work/src"), _scene.Accepted("env").WorkingDirectory);
    }

    [Fact]
    public void A_relative_script_is_left_as_typed_where_the_current_directory_is_kept()
    {
        _scene.Write("home/u/work/package.json");
        _scene.Write("home/u/work/src/server.js");
        _scene.CurrentDirectory = _scene.Path("home/u");

        var plan = _scene.Accepted(_node, "work/src/server.js", "work/data");
        Assert.Equal(_scene.Path("home/u"), plan.WorkingDirectory);
        Assert.Equal([_node, "work/src/server.js", "work/data"], plan.Command);
    }

    [Fact]
    public void A_relative_script_becomes_absolute_where_the_current_directory_is_not_kept()
    {
        var script = _scene.Write("home/u/work/server.js");
        _scene.CurrentDirectory = _scene.Folder("home/u/elsewhere");

        var plan = _scene.Accepted(_node, "../work/server.js", "./data");
        Assert.Equal("/home/mcp", plan.WorkingDirectory);
        Assert.Equal([_node, script, "./data"], plan.Command);
    }

    [Fact]
    public void A_script_that_is_a_link_becomes_the_file_that_is_shown()
    {
        var script = _scene.Write("home/u/work/server.js");
        var link = _scene.Link("home/u/server.js", "work/server.js");

        Assert.Equal([_node, script], _scene.Accepted(_node, link).Command);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/home/mcp")]
    [InlineData("/")]
    [InlineData("/usr/share")]
    [InlineData("/data")]
    [InlineData("/data/sub/")]
    [InlineData("/data/sub/..")]
    public void The_profiles_working_directory_holds_where_it_exists_inside(string directory)
    {
        _scene.Folder("home/u/work/sub");
        _scene.Mount(_scene.Path("home/u/work"), target: "/data");
        Choose(directory);

        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), _scene.Accepted("env").WorkingDirectory);
    }

    [Theory]
    [InlineData("/data/none")]
    [InlineData("/none")]
    [InlineData("/root")]
    [InlineData("/data/link")]
    [InlineData("/data/file")]
    [InlineData("relative")]
    public void The_profiles_working_directory_is_refused_where_it_does_not_exist_inside(string directory)
    {
        _scene.Folder("home/u/work");
        _scene.Write("home/u/work/file");
        _scene.Link("home/u/work/link", _scene.Home);
        _scene.Mount(_scene.Path("home/u/work"), target: "/data");
        Choose(directory);

        Assert.Equal("builtin:strict.toml:1:1", _scene.Refused("MB2018", "env").Origin.ToString());
    }

    [Fact]
    public void An_argument_that_exists_outside_only_is_warned_of_with_the_lines_to_declare()
    {
        var data = _scene.Folder("home/u/data");

        var warning = Assert.Single(_scene.Plan("env", data).Warnings);
        Assert.Contains($"hint: to show it to the server, declare (mode = \"rw\" where it may write)\n[[filesystem.mounts]]\nsource = \"{data}\"", warning);
        Assert.Contains(data, Assert.Single(_scene.Plan("env", $"--root={data}").Warnings));

        _scene.Mount(data);
        Assert.Empty(_scene.Plan("env", data, $"--root={data}", "/no/such/path", "/usr/share", "/tmp", "word").Warnings);
    }

    [Fact]
    public void An_argument_that_is_sensitive_is_warned_of_without_lines_to_copy()
    {
        Assert.DoesNotContain("[[", Assert.Single(_scene.Plan("env", _scene.Home).Warnings));
    }

    private void Choose(string directory) =>
        _scene.Profile = _scene.Profile with { Process = new ProcessSection { WorkingDirectory = directory } };
}
