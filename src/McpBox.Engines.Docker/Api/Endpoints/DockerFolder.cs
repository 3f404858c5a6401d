using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>Docker's folder of settings, and how files in it are read.</summary>
internal static class DockerFolder
{
    // A config.json with credentials of hundreds of registries stays far below.
    private const int LargestFile = 1024 * 1024;

    /// <summary><c>DOCKER_CONFIG</c>, else <c>~/.docker</c>.</summary>
    public static string Of(IReadOnlyDictionary<string, string> environment, string home) =>
        environment.GetValueOrDefault("DOCKER_CONFIG") is { Length: > 0 } folder ? folder : Path.Combine(home, ".docker");

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="DockerException">MB2219.</exception>
    public static byte[]? Read(string path)
    {
        var file = BoundedFile.Read(path, LargestFile, followLinks: true);
        return file.Status switch
        {
            BoundedReadStatus.Read => file.Bytes,
            BoundedReadStatus.Missing => null,
            BoundedReadStatus.TooLarge => throw new DockerException(EndpointRefusals.Unreadable(path, $"it is larger than {LargestFile} bytes")),
            BoundedReadStatus.NotRegular => throw new DockerException(EndpointRefusals.Unreadable(path, "it is no regular file")),
            _ => throw new DockerException(EndpointRefusals.Unreadable(path, file.Reason)),
        };
    }
}
