using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>A box in which one published server is locked and built with the tests' image, once, and no registry of packages answers any more.</summary>
public sealed class LockedMemory : IAsyncLifetime
{
    internal const string Spec = "npm:@modelcontextprotocol/server-memory@2026.8.31";

    internal PackageBox Npm { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Npm.UsePublished();
        Npm.Box.Environment["DOCKER_HOST"] = Daemons.Docker;
        await Npm.OutputOfAsync("lock", "--image", Daemons.Image, Spec);
        Npm.LoseRegistry();
    }

    public ValueTask DisposeAsync()
    {
        Npm.Dispose();
        return ValueTask.CompletedTask;
    }
}
