using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Api.Endpoints;

/// <summary>
/// Which daemon is meant. Docker's own precedence: <c>DOCKER_HOST</c>, <c>DOCKER_CONTEXT</c>, the current context; then Podman's
/// <c>CONTAINER_HOST</c>; then the first of the usual sockets that is there. What is named is taken or refused, never replaced by another.
/// </summary>
internal static class DockerEndpoints
{
    /// <param name="environment">Of mcpbox itself.</param>
    /// <param name="home">The caller's home directory.</param>
    /// <exception cref="DockerException">MB2214 to MB2219. Nothing is connected to yet.</exception>
    public static DockerEndpoint Find(IReadOnlyDictionary<string, string> environment, string home) =>
        Find(environment, home, OperatingSystem.IsWindows() ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock", "/run/podman/podman.sock");

    /// <summary>The same, with the places of the system's own daemons given.</summary>
    public static DockerEndpoint Find(IReadOnlyDictionary<string, string> environment, string home, string defaultHost, string systemPodman)
    {
        var folder = DockerFolder.Of(environment, home);
        if (Value("DOCKER_HOST") is { } host)
            return EndpointUrl.Parse(host, "DOCKER_HOST", VariableTls.Read(environment, folder));
        if (Value("DOCKER_CONTEXT") is { } named)
            return OfContext(named, "DOCKER_CONTEXT", folder, defaultHost);
        if (DockerConfig.Read(folder).CurrentContext is { Length: > 0 } current)
            return OfContext(current, "config.json", folder, defaultHost);
        if (Value("CONTAINER_HOST") is { } podman)
            return EndpointUrl.Parse(podman, "CONTAINER_HOST", static () => null);
        return OfUsualSockets(defaultHost, Value("XDG_RUNTIME_DIR"), home, systemPodman);

        string? Value(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static DockerEndpoint OfContext(string name, string by, string folder, string defaultHost) => name == "default"
        ? EndpointUrl.Parse(defaultHost, $"context default, by {by}", static () => null)
        : DockerContexts.Find(name, by, folder);

    /// <summary>Docker's own socket when none is there: that is what the refusal to connect should speak of.</summary>
    private static DockerEndpoint OfUsualSockets(string defaultHost, string? runtimeFolder, string home, string systemPodman)
    {
        var standard = EndpointUrl.Parse(defaultHost, "default socket", static () => null);
        var others = new List<(string Path, string Source)>();
        if (runtimeFolder is not null)
            others.Add((Path.Combine(runtimeFolder, "docker.sock"), "rootless socket"));
        others.Add((Path.Combine(home, ".docker", "run", "docker.sock"), "Docker Desktop's socket"));
        if (runtimeFolder is not null)
            others.Add((Path.Combine(runtimeFolder, "podman", "podman.sock"), "rootless Podman socket"));
        others.Add((systemPodman, "Podman socket"));

        if (standard.Address is not DaemonAddress.Unix unix || IsSocket(unix.Path))
            return standard;
        return others.FirstOrDefault(static other => IsSocket(other.Path)) is { Path: not null } found
            ? new DockerEndpoint(new DaemonAddress.Unix(found.Path), null, found.Source)
            : standard with { IsAbsent = true };
    }

    private static bool IsSocket(string path) => FileStatus.Of(path)?.Kind == FileKind.Socket;
}
