using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A published npm server with the toolchain of an image: built inside it, started in it from the store, and baked onto it.</summary>
public sealed class ImagePackageTests : IDisposable
{
    private const string Memory = "npm:@modelcontextprotocol/server-memory@2026.8.31";
    private const string Tag = "localhost/mcpbox-e2e-memory:1";

    private readonly NpmBox _npm = new();

    private Box Box => _npm.Box;

    public void Dispose() => _npm.Dispose();

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_package_is_built_in_its_image_starts_there_without_any_registry_and_nowhere_else(string daemon)
    {
        Use(daemon);
        var locked = await _npm.OutputOfAsync("lock", "--image", Daemons.Image, Memory);
        Assert.StartsWith($"{Memory} 2026.8.31 ", locked, StringComparison.Ordinal);
        _npm.LoseRegistry();
        Assert.Contains("create_entities", await ToolsAsync([Programs.McpBox, "run", "--image", Daemons.Image, Memory]), StringComparison.Ordinal);
        foreach (var elsewhere in new string[][] { ["run", "--image", Daemons.PackagedImage, Memory], ["run", Memory] })
        {
            var (code, error) = await RefusedAsync(elsewhere);
            Assert.Equal(127, code);
            Assert.Contains("MB6510", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_image_of_a_server_is_the_same_from_every_engine_and_runs_offline_on_each_after_a_load()
    {
        Use("docker");
        await _npm.OutputOfAsync("lock", "--image", Daemons.Image, Memory);
        _npm.LoseRegistry();
        var archive = Path.Combine(Box.Shared, "docker.tar");
        var digest = await _npm.OutputOfAsync("build", Memory, "--tag", Tag, "--output", archive);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", digest);
        Use("podman");
        Assert.Equal(digest, await _npm.OutputOfAsync("build", Memory, "--tag", Tag, "--output", Path.Combine(Box.Shared, "podman.tar")));
        Assert.Equal(File.ReadAllBytes(archive), File.ReadAllBytes(Path.Combine(Box.Shared, "podman.tar")));

        string[][] clients = [["docker", "--host", Daemons.Docker], ["podman", "--remote", "--url", Daemons.Podman]];
        foreach (var client in clients)
        {
            await ContainerTool.OutputOfAsync([.. client, "load", "--input", archive]);
            try
            {
                string[] run = [.. client, "run", "-i", "--rm", "--network", "none", "--read-only", "--memory", "512m", Tag];
                Assert.Contains("create_entities", await ToolsAsync(ContainerTool.Command(run), ContainerTool.Environment), StringComparison.Ordinal);
                Use(client[0]);
                Assert.Contains("create_entities", await ToolsAsync([Programs.McpBox, "run", "--", "docker", "run", "-i", "--rm", Tag]), StringComparison.Ordinal);
            }
            finally
            {
                await ContainerTool.OutputOfAsync([.. client, "rmi", "-f", Tag]);
            }
        }
    }

    [Fact]
    public async Task A_registry_keeps_an_image_of_a_server_under_the_digest_that_was_printed()
    {
        Use("docker");
        await _npm.OutputOfAsync("lock", "--image", Daemons.Image, Memory);
        _npm.LoseRegistry();
        await using var registry = await ImageRegistry.StartAsync(Path.Combine(Box.Shared, "registry"));
        var digest = (await _npm.OutputOfAsync("build", Memory, "--push", $"{registry.Domain}/team/memory:1")).Trim();
        var pinned = $"{registry.Domain}/team/memory@{digest}";
        Assert.Equal(digest, (await _npm.OutputOfAsync("pull", pinned)).Trim());
        try
        {
            Assert.Contains("create_entities", await ToolsAsync([Programs.McpBox, "run", "--image", pinned]), StringComparison.Ordinal);
        }
        finally
        {
            await ContainerTool.OutputOfAsync(["docker", "--host", Daemons.Docker, "rmi", "-f", pinned]);
        }
    }

    [Fact]
    public async Task What_is_not_locked_is_not_built_into_an_image()
    {
        Use("docker");
        var (code, error) = await RefusedAsync(["build", Memory, "--base", Daemons.Image]);
        Assert.Equal(121, code);
        Assert.Contains($"MB6601 {Memory} is not locked", error, StringComparison.Ordinal);
        Assert.Contains($"hint: mcpbox lock {Memory}", error, StringComparison.Ordinal);
    }

    private void Use(string daemon) => Box.Environment["DOCKER_HOST"] = daemon == "podman" ? Daemons.Podman : Daemons.Docker;

    private async Task<(int Code, string Error)> RefusedAsync(IEnumerable<string> arguments)
    {
        await using var session = Box.Start([Programs.McpBox, .. arguments]);
        session.CloseInput();
        _ = await session.ReadToEndAsync();
        return (await session.ExitCodeAsync(), session.Stderr);
    }

    private async Task<string> ToolsAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var session = RawSession.Start(command, environment ?? Box.Environment);
        await session.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""" + "\n");
        await session.RequestAsync(2, "tools/list");
        var answer = "";
        while (!answer.Contains("\"id\":2", StringComparison.Ordinal))
            answer = await session.ReadTextAsync() ?? throw new InvalidOperationException(session.Stderr);
        return answer;
    }
}
