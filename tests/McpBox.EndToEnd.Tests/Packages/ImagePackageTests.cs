using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A published npm server with the toolchain of an image: built inside it on Docker and on Podman, and started in it from the store.</summary>
public sealed class ImagePackageTests : IDisposable
{
    private const string Memory = "npm:@modelcontextprotocol/server-memory@2026.8.31";

    private readonly PackageBox _npm = new();

    public ImagePackageTests() => _npm.UsePublished();

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
        Assert.Contains("create_entities", await Asking.ToolsAsync([Programs.McpBox, "run", "--image", Daemons.Image, Memory], Box.Environment), StringComparison.Ordinal);
        foreach (var elsewhere in new string[][] { ["run", "--image", Daemons.PackagedImage, Memory], ["run", Memory] })
        {
            var (code, error) = await RefusedAsync(elsewhere);
            Assert.Equal(127, code);
            Assert.Contains("MB6510", error, StringComparison.Ordinal);
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
}
