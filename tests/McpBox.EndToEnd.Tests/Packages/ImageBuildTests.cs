using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>Images that mcpbox build makes, for files, daemons and a registry.</summary>
public sealed class ImageBuildTests(LockedMemory memory) : IClassFixture<LockedMemory>
{
    private const string Tag = "localhost/mcpbox-e2e-memory:1";

    private Box Box => memory.Npm.Box;

    [Fact]
    public async Task An_image_of_a_server_is_the_same_from_every_engine_and_runs_offline_on_each_after_a_load()
    {
        Use("docker");
        var archive = Path.Combine(Box.Shared, "docker.tar");
        var digest = await memory.Npm.OutputOfAsync("build", LockedMemory.Spec, "--tag", Tag, "--output", archive);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", digest);
        Use("podman");
        Assert.Equal(digest, await memory.Npm.OutputOfAsync("build", LockedMemory.Spec, "--tag", Tag, "--output", Path.Combine(Box.Shared, "podman.tar")));
        Assert.Equal(File.ReadAllBytes(archive), File.ReadAllBytes(Path.Combine(Box.Shared, "podman.tar")));

        string[][] clients = [["docker", "--host", Daemons.Docker], ["podman", "--remote", "--url", Daemons.Podman]];
        foreach (var client in clients)
        {
            await ContainerTool.OutputOfAsync([.. client, "load", "--input", archive]);
            try
            {
                string[] run = [.. client, "run", "-i", "--rm", "--network", "none", "--read-only", "--memory", "512m", Tag];
                Assert.Contains("create_entities", await Asking.ToolsAsync(ContainerTool.Command(run), ContainerTool.Environment), StringComparison.Ordinal);
                Use(client[0]);
                Assert.Contains("create_entities", await Asking.ToolsAsync([Programs.McpBox, "run", "--", "docker", "run", "-i", "--rm", Tag], Box.Environment), StringComparison.Ordinal);
            }
            finally
            {
                await ContainerTool.RemoveImageAsync(client, Tag);
            }
        }
    }

    [Fact]
    public async Task A_registry_keeps_an_image_of_a_server_under_the_digest_that_was_printed()
    {
        Use("docker");
        await using var registry = await ImageRegistry.StartAsync(Path.Combine(Box.Shared, "registry"));
        var digest = (await memory.Npm.OutputOfAsync("build", LockedMemory.Spec, "--push", $"{registry.Domain}/team/memory:1")).Trim();
        var pinned = $"{registry.Domain}/team/memory@{digest}";
        Assert.Equal(digest, (await memory.Npm.OutputOfAsync("pull", pinned)).Trim());
        try
        {
            Assert.Contains("create_entities", await Asking.ToolsAsync([Programs.McpBox, "run", "--image", pinned], Box.Environment), StringComparison.Ordinal);
        }
        finally
        {
            await ContainerTool.OutputOfAsync(["docker", "--host", Daemons.Docker, "rmi", "-f", pinned]);
        }
    }

    private void Use(string daemon) => Box.Environment["DOCKER_HOST"] = daemon == "podman" ? Daemons.Podman : Daemons.Docker;
}
