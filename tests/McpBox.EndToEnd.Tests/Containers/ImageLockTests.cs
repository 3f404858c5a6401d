using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Containers;

/// <summary>An image that is a server itself, in the lock file: what was locked is what runs, on a real daemon and from a real registry.</summary>
public sealed class ImageLockTests : IDisposable
{
    private static readonly string[] Docker = ["docker", "--host", Daemons.Docker];
    private readonly Box _box = new();

    public ImageLockTests() => _box.Environment["DOCKER_HOST"] = Daemons.Docker;

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_locked_image_runs_by_its_digest_though_the_tag_moves_and_not_at_all_when_it_is_gone()
    {
        await using var registry = await ImageRegistry.StartAsync(Path.Combine(_box.Shared, "registry"));
        var tag = $"{registry.Domain}/t:1";
        var first = await PushAsync(tag, "first");
        await _box.OutputOfAsync("add", "t", $"oci:{tag}");
        var digest = (await _box.OutputOfAsync("lock", "t")).Split(' ')[1];
        Assert.Contains($"digest = \"{digest}\"", await ShownAsync(), StringComparison.Ordinal);

        var second = await PushAsync(tag, "second");
        await _box.OutputOfAsync("pull", "t");
        Assert.Contains($"digest = \"{digest}\"", await ShownAsync(), StringComparison.Ordinal);
        Assert.Contains("\"outdated\":true", await _box.OutputOfAsync("outdated", "--json", "t"), StringComparison.Ordinal);

        await ContainerTool.OutputOfAsync([.. Docker, "rmi", "-f", first]);
        await using (var session = _box.Start([Programs.McpBox, "run", "t"]))
        {
            Assert.Equal(122, await session.ExitCodeAsync());
            Assert.Contains("MB2221", session.Stderr, StringComparison.Ordinal);
            Assert.Contains($"mcpbox pull {registry.Domain}/t@{digest}", session.Stderr, StringComparison.Ordinal);
        }

        await _box.OutputOfAsync("lock", "t");
        Assert.Contains($"digest = \"{digest}\"", await ShownAsync(), StringComparison.Ordinal);
        Assert.Contains($"-> {(await _box.OutputOfAsync("update", "--yes", "t")).Split("-> ")[1][..71]}", await ShownDigestAsync(), StringComparison.Ordinal);
        await ContainerTool.OutputOfAsync([.. Docker, "rmi", "-f", first, second]);
    }

    [Fact]
    public async Task An_image_that_was_built_here_is_locked_to_its_id_and_answers()
    {
        _box.Configure($"[servers.echo]\ncommand = \"{Programs.Stub("echo")}\"\n[servers.echo.container]\nimage = \"{Daemons.Image}\"\n");
        Assert.Contains(" sha256:", await _box.OutputOfAsync("lock", "echo"), StringComparison.Ordinal);
        await using var session = _box.Start([Programs.McpBox, "run", "--mount", Programs.Stub("echo"), "echo"]);
        await session.RequestAsync(1);
        Assert.Contains("\"id\":1", await session.ReadTextAsync(), StringComparison.Ordinal);
    }

    private Task<string> ShownAsync() => _box.OutputOfAsync("profile", "show", "--effective", "t");

    private async Task<string> ShownDigestAsync() => $"-> {(await ShownAsync()).Split("digest = \"")[1][..71]}";

    /// <summary>A tiny image under a tag of the registry's alone; its id.</summary>
    private async Task<string> PushAsync(string tag, string content)
    {
        var archive = Path.Combine(_box.Shared, $"{content}.tar");
        await using (var tar = new System.Formats.Tar.TarWriter(File.Create(archive)))
            await tar.WriteEntryAsync(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.Directory, content));
        var id = (await ContainerTool.OutputOfAsync([.. Docker, "import", "--change", "ENTRYPOINT [\"/none\"]", archive, tag])).Trim();
        await ContainerTool.OutputOfAsync([.. Docker, "push", tag]);
        await ContainerTool.OutputOfAsync([.. Docker, "rmi", "-f", id]);
        return id;
    }
}
