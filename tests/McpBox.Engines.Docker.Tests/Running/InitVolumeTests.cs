using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>The init that every session on a daemon elsewhere is started with.</summary>
public sealed class InitVolumeTests
{
    [Fact]
    public void An_image_puts_nothing_of_its_own_beside_the_init_of_every_session()
    {
        var client = DockerClient.Connect(TestDaemons.Docker);
        using var image = TestImage.Of(TestDaemons.Docker, "exits-with", folder: "run/mcpbox-init");
        using var scratch = new Scratch();
        var program = scratch.Write("init", $"of this test alone: {Guid.NewGuid()}");
        var volume = InitVolume.Ensure(client, program, image.Id, Bench.Session());
        try
        {
            Assert.Equal(["mcpbox-init"], Content(volume, image.Id, scratch["copy"]));
        }
        finally
        {
            InitVolume.Forget(client, volume);
        }
    }

    private static IEnumerable<string?> Content(string volume, string image, string copy)
    {
        var host = TestDaemons.Docker.Address.ToString()!;
        var container = Command.Run("docker", "-H", host, "create", "-v", $"{volume}:/volume:nocopy", image);
        try
        {
            _ = Command.Run("docker", "-H", host, "cp", $"{container}:/volume", copy);
            return Directory.GetFileSystemEntries(copy).Select(Path.GetFileName);
        }
        finally
        {
            _ = Command.Run("docker", "-H", host, "rm", container);
        }
    }
}
