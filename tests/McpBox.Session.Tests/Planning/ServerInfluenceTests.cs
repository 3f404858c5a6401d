using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>What a server writes in one session must not widen what the next one shows.</summary>
public sealed class ServerInfluenceTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly string _node;

    public ServerInfluenceTests()
    {
        _node = _scene.Program("nvm/bin/node");
        _scene.Folder("home/u/private");
        _scene.Mount(_scene.Folder("home/u/work"), writable: true);
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_mount_whose_source_a_writable_link_leads_elsewhere_is_refused()
    {
        _scene.Link("home/u/work/data", _scene.Path("home/u/private"));
        _scene.Mount(_scene.Path("home/u/work/data"), target: "/data");

        Assert.Equal("/cfg/config.toml:4:1", _scene.Refused("MB2023", "env").Origin.ToString());
    }

    [Fact]
    public void A_mount_of_a_folder_or_of_a_link_that_stays_in_the_writable_mount_is_accepted()
    {
        _scene.Folder("home/u/work/v1");
        _scene.Link("home/u/work/current", "v1");
        _scene.Mount(_scene.Path("home/u/work/current"), target: "/data");

        Assert.Contains(_scene.Path("home/u/work/v1"), Scene.Shown(_scene.Accepted("env")));
    }

    [Fact]
    public void A_link_outside_any_writable_mount_is_the_users_own()
    {
        _scene.Link("home/u/link", _scene.Path("home/u/private"));
        _scene.Mount(_scene.Path("home/u/link"), target: "/data");

        _scene.Accepted("env");
    }

    [Fact]
    public void A_linked_folder_on_the_way_counts_as_well()
    {
        _scene.Folder("home/u/private/sub");
        _scene.Link("home/u/work/x", "../private");
        _scene.Link("home/u/users-own", _scene.Path("home/u/work/x/sub"));
        _scene.Mount(_scene.Path("home/u/users-own"), target: "/data");

        _scene.Refused("MB2023", "env");
    }

    [Fact]
    public void A_script_that_a_writable_link_leads_elsewhere_is_refused()
    {
        _scene.Write("home/u/private/package.json");
        var real = _scene.Write("home/u/private/server.js");

        _scene.Refused("MB2023", _node, _scene.Link("home/u/work/server.js", real));
        _scene.Accepted(_node, real);
    }

    [Fact]
    public void A_program_that_a_writable_link_leads_elsewhere_is_refused()
    {
        var link = _scene.Link("home/u/work/tool", _scene.Program("home/u/private/tool"));

        _scene.Refused("MB2023", link);
        _scene.Accepted(_scene.Path("home/u/private/tool"));
    }

    [Fact]
    public void The_first_line_of_a_writable_script_shows_nothing_that_is_not_shown_anyway()
    {
        _scene.Write("home/u/private/package.json");
        var other = _scene.Write("home/u/private/other", "#!/bin/sh\n", executable: true);
        var script = _scene.Write("home/u/work/server", $"#!{other}\n", executable: true);
        _scene.Refused("MB2023", script);

        _scene.Write("home/u/work/server", "#!/bin/sh\n", executable: true);
        _scene.Accepted(script);
        _scene.Accepted(_node, script);
    }

    [Fact]
    public void A_writable_virtual_environment_shows_no_base_that_is_not_shown_anyway()
    {
        _scene.Folder("home/u/private/bin");
        _scene.Write("home/u/work/.venv/pyvenv.cfg", $"home = {_scene.Path("home/u/private/bin")}\n");
        var python = _scene.Link("home/u/work/.venv/bin/python", "/usr/bin/env");
        _scene.Refused("MB2023", python);

        _scene.Write("home/u/work/.venv/pyvenv.cfg", "home = /usr/bin\n");
        _scene.Accepted(python);
    }

    [Fact]
    public void Every_link_on_a_path_is_seen_where_it_stands()
    {
        _scene.Folder("home/u/private/sub");
        _scene.Link("a", "home/u/private");
        _scene.Link("home/u/private/b", _scene.Path("a/sub"));

        Assert.Equal(
            [_scene.Path("a"), _scene.Path("home/u/private/b"), _scene.Path("a")], Links.Followed(_scene.Path("a/./sub/../b")));
        Assert.Empty(Links.Followed(_scene.Path("home/u/private/sub")));
    }

    [Fact]
    public void Links_in_a_circle_come_to_an_end()
    {
        _scene.Link("x", "y");
        _scene.Link("y", "x");

        Assert.Equal(40, Links.Followed(_scene.Path("x")).Count());
        Assert.Equal(40, Links.Hops(_scene.Path("x")).Count());
    }
}
