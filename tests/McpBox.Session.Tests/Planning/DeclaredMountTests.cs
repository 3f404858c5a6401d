using System.Net.Sockets;
using McpBox.Profiles;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class DeclaredMountTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_mount_stands_at_its_own_path_and_is_read_only_unless_it_says_otherwise()
    {
        var data = _scene.Folder("home/u/data");
        _scene.Mount(data);

        var mount = Assert.Single(_scene.Accepted("env").Mounts);
        Assert.Equal((data, data, false), (mount.Source, mount.Target, mount.Writable));
        Assert.Equal("declared at /cfg/config.toml:3:1", mount.Reason);
    }

    [Fact]
    public void A_mount_may_be_writable_and_stand_elsewhere()
    {
        _scene.Mount(_scene.Folder("home/u/data"), target: "/data/", writable: true);

        var mount = Assert.Single(_scene.Accepted("env").Mounts);
        Assert.Equal((_scene.Path("home/u/data"), "/data", true), (mount.Source, mount.Target, mount.Writable));
    }

    [Fact]
    public void The_source_of_a_mount_is_resolved_and_stands_at_its_canonical_path()
    {
        var real = _scene.Folder("home/u/data/v1");
        _scene.Mount(_scene.Link("home/u/current", real));

        Assert.Equal([(real, real)], _scene.Accepted("env").Mounts.Select(mount => (mount.Source, mount.Target)));
    }

    [Fact]
    public void A_source_that_does_not_exist_is_refused_at_its_place()
    {
        _scene.Mount(_scene.Path("home/u/none"));

        Assert.Equal("/cfg/config.toml:3:1", _scene.Refused("MB2011", "env").Origin.ToString());
        _scene.Folder("home/u/none");
        _scene.Accepted("env");
    }

    [Theory]
    [InlineData("relative/data", null)]
    [InlineData("/usr/share", "relative")]
    [InlineData("/usr/share", "/a\0b")]
    public void Paths_that_are_not_absolute_are_refused(string source, string? target)
    {
        _scene.Mount(source, target);

        _scene.Refused("MB2010", "env");
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        _scene.Mount(_scene.Path("none"));
        _scene.Mount("/etc");
        _scene.Profile = _scene.Profile with { Network = new NetworkSection { Mode = "full" } };

        var result = _scene.Plan("no-such-program");
        Assert.Equal(["MB2019", "MB2011", "MB2013", "MB2001"], result.Problems.Select(problem => problem.Code));
        Assert.Equal(PlanFailureKind.Refused, result.Failure);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/x")]
    [InlineData("/dev/shm")]
    [InlineData("/usr")]
    [InlineData("/usr/local/x")]
    [InlineData("/lib64/x")]
    [InlineData("/bin")]
    [InlineData("/etc/ssl")]
    [InlineData("/tmp")]
    [InlineData("/home/mcp")]
    [InlineData("/home")]
    [InlineData("/")]
    [InlineData("//usr//lib")]
    [InlineData("/data/../proc")]
    public void A_target_that_would_replace_a_place_of_the_sandboxs_own_is_refused(string target)
    {
        _scene.Mount(_scene.Folder("home/u/data"), target);

        _scene.Refused("MB2016", "env");
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/tmp/data")]
    [InlineData("/home/mcp/data")]
    [InlineData("/home/u/data")]
    [InlineData("/usrlocal")]
    public void A_target_elsewhere_is_accepted(string target)
    {
        _scene.Mount(_scene.Folder("home/u/data"), target);

        Assert.Equal(target, Assert.Single(_scene.Accepted("env").Mounts).Target);
    }

    [Fact]
    public void Two_mounts_at_one_target_are_refused_unless_they_are_the_same()
    {
        _scene.Mount(_scene.Folder("home/u/a"), "/data");
        _scene.Mount(_scene.Path("home/u/a"), "/data");
        Assert.Single(_scene.Accepted("env").Mounts);

        _scene.Mount(_scene.Folder("home/u/b"), "/data");
        _scene.Refused("MB2015", "env");
    }

    [Fact]
    public void One_folder_both_read_only_and_writable_at_one_target_is_refused()
    {
        _scene.Mount(_scene.Folder("home/u/a"));
        _scene.Mount(_scene.Path("home/u/a"), writable: true);

        _scene.Refused("MB2015", "env");
    }

    [Fact]
    public void Mounts_are_ordered_so_that_the_outer_one_is_made_first()
    {
        _scene.Mount(_scene.Folder("home/u/work/data"), writable: true);
        _scene.Mount(_scene.Folder("home/u/work"));

        Assert.Equal([_scene.Path("home/u/work"), _scene.Path("home/u/work/data")], Scene.Shown(_scene.Accepted("env")));
    }

    [Fact]
    public void A_mount_point_that_does_not_exist_in_the_outer_mount_is_refused()
    {
        _scene.Mount(_scene.Folder("home/u/work"), "/work");
        _scene.Mount(_scene.Folder("home/u/data"), "/work/data");

        Assert.Equal("/cfg/config.toml:4:1", _scene.Refused("MB2017", "env").Origin.ToString());
        _scene.Folder("home/u/work/data");
        _scene.Accepted("env");
    }

    [Fact]
    public void A_mount_point_that_is_a_link_or_of_another_kind_is_refused()
    {
        _scene.Mount(_scene.Folder("home/u/work"), "/work");
        _scene.Mount(_scene.Folder("home/u/data"), "/work/data");
        _scene.Link("home/u/work/data", _scene.Path("home/u/data"));
        _scene.Refused("MB2017", "env");

        File.Delete(_scene.Path("home/u/work/data"));
        _scene.Write("home/u/work/data");
        _scene.Refused("MB2017", "env");
    }

    [Fact]
    public void A_declared_mount_that_hides_what_the_command_needs_is_refused()
    {
        var program = _scene.Program("home/u/tools/server");
        _scene.Folder("home/u/other");
        _scene.Write("home/u/other/server");
        _scene.Mount(_scene.Path("home/u/other"), target: _scene.Path("home/u/tools"));
        _scene.Mount(_scene.Path("home/u/other/server"), target: program);

        _scene.Refused("MB2015", program);
    }

    [Fact]
    public void A_socket_is_refused_unless_it_is_allowed_by_name()
    {
        var path = _scene.Path("home/u/app.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        _scene.Mount(path);
        Assert.Contains("unix socket", _scene.Refused("MB2013", "env").Message);

        using var allowed = new Scene();
        allowed.Mount(path, allowSensitive: true);
        allowed.Accepted("env");
    }

    [Fact]
    public void A_socket_at_the_top_of_a_mounted_folder_is_warned_of()
    {
        _scene.Mount(_scene.Folder("home/u/app"));
        Assert.Empty(_scene.Plan("env").Warnings);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_scene.Path("home/u/app/s")));

        Assert.Contains(_scene.Path("home/u/app/s"), Assert.Single(_scene.Plan("env").Warnings));
    }

    [Fact]
    public void A_device_is_refused_and_nothing_lifts_that()
    {
        _scene.Mount("/dev/null", target: "/null", allowSensitive: true);

        _scene.Refused("MB2012", "env");
    }

    [Fact]
    public void A_FIFO_is_refused_and_nothing_lifts_that()
    {
        _scene.Mount(_scene.Fifo("home/u/pipe"), allowSensitive: true);

        _scene.Refused("MB2012", "env");
    }

    [Fact]
    public void A_writable_mount_with_the_projects_own_mcpbox_toml_is_warned_of()
    {
        _scene.Write("home/u/work/mcpbox.toml");
        _scene.Mount(_scene.Path("home/u/work"), writable: true);

        Assert.Contains("mcpbox.toml", Assert.Single(_scene.Plan("env").Warnings));
    }
}
