namespace McpBox.Engines.Docker.Api;

/// <summary>Volumes.</summary>
internal sealed partial class DockerClient
{
    /// <param name="json">The body of VolumeCreate, UTF-8. Does nothing when a volume of this name is there.</param>
    public void CreateVolume(ReadOnlyMemory<byte> json) => Tell(Post("/volumes/create") with { Json = json }, Slow);

    /// <returns>False when there is no such volume.</returns>
    /// <exception cref="DockerException">MB2211: a container uses it.</exception>
    public bool RemoveVolume(string name) => Tell(Delete($"/volumes/{Escape(name)}"), Slow, 404) < 400;

    /// <summary>Whether there is a volume of this name.</summary>
    public bool HasVolume(string name) => Tell(Get($"/volumes/{Escape(name)}"), Quick, 404) < 400;
}
