using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

/// <summary>mcpbox's settings and lock that live in a repository of dotfiles: a server that may write there would choose what is run.</summary>
public sealed class LinkedSettingsTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("mcpbox.lock")]
    [InlineData("config.toml")]
    [InlineData("profiles/strict.toml")]
    public void The_folder_that_a_file_of_mcpboxs_is_linked_into_is_not_writable(string name)
    {
        _scene.Link($"home/u/.config/mcpbox/{name}", _scene.Write("dots/mcpbox/file"));

        RefusedWritable("dots");
        RefusedWritable("dots/mcpbox");
        RefusedWritable("dots/mcpbox/file");
        AcceptedWritable("dots/vim");
        AcceptedReadOnlyWhenAllowed("dots");
    }

    [Fact]
    public void A_link_that_leads_nowhere_yet_counts_where_it_leads()
    {
        _scene.Folder("dots");
        _scene.Link("home/u/.config/mcpbox/mcpbox.lock", "../../../../dots/mcpbox.lock");

        RefusedWritable("dots");
    }

    [Theory]
    [InlineData("home/u/.config")]
    [InlineData("home/u/.config/mcpbox")]
    public void A_linked_folder_that_mcpbox_has_not_written_to_yet_counts(string folder)
    {
        _scene.Link(folder, _scene.Path("dots/config"));
        _scene.Folder("dots/config");

        RefusedWritable("dots/config");
        RefusedWritable("dots");
    }

    [Fact]
    public void A_link_on_the_way_is_not_for_servers_to_replace()
    {
        _scene.Write("store/v1/config.toml");
        _scene.Link("dots/current", _scene.Path("store/v1"));
        _scene.Link("home/u/.config/mcpbox/config.toml", _scene.Path("dots/current/config.toml"));

        RefusedWritable("dots");
        RefusedWritable("store");
        AcceptedWritable("store/v2");
    }

    [Fact]
    public void A_linked_store_is_not_writable()
    {
        _scene.Link("home/u/.local/share/mcpbox/packages", _scene.Folder("big/packages"));

        RefusedWritable("big");
        RefusedWritable("big/packages/x");
        AcceptedWritable("big/other");
    }

    [Fact]
    public void Reading_them_is_refused_as_with_the_folders_themselves_until_it_is_allowed()
    {
        _scene.Link("home/u/.config/mcpbox/config.toml", _scene.Write("dots/config.toml"));
        _scene.Mount(_scene.Path("dots"), target: "/shown");

        _scene.Refused("MB2013", "env");
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        _scene.Link("home/u/.config/mcpbox/config.toml", _scene.Path("dots/a"));
        _scene.Link("dots/a", "b");
        _scene.Link("dots/b", "a");

        Assert.InRange(OwnPaths.Trail(_scene.Path("home/u/.config/mcpbox/config.toml")).Count, 3, 41);
        RefusedWritable("dots");
    }

    private void RefusedWritable(string path)
    {
        var problem = Assert.Single(Planned(path, writable: true).Problems);
        Assert.Equal("MB2014", problem.Code);
        Assert.Contains("does not lift", problem.Hint, StringComparison.Ordinal);
    }

    private void AcceptedWritable(string path)
    {
        _scene.Folder(path);
        Assert.NotNull(Planned(path, writable: true).Plan);
    }

    private void AcceptedReadOnlyWhenAllowed(string path) => Assert.NotNull(Planned(path, writable: false).Plan);

    private PlanResult Planned(string path, bool writable)
    {
        if (!File.Exists(_scene.Path(path)))
            _scene.Folder(path);
        _scene.ClearMounts();
        _scene.Mount(_scene.Path(path), target: "/shown", writable: writable, allowSensitive: true);
        return _scene.Plan("env");
    }
}
