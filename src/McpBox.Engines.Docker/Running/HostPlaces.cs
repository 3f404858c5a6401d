using System.Collections.Immutable;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Running;

/// <summary>Places of this machine that no container may see, for the init to look for.</summary>
internal static class HostPlaces
{
    private static readonly string[] Sockets =
        ["/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock", "/run/dbus/system_bus_socket"];

    private static readonly string[] Variables = ["HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"];

    public static ImmutableArray<string> Of(DockerEndpoint endpoint)
    {
        var environment = Variables.Select(Environment.GetEnvironmentVariable);
        var own = endpoint.Address is DaemonAddress.Unix unix ? unix.Path : null;
        return [.. Sockets.Concat(environment.Append(own).OfType<string>()).Where(static path => path is ['/', _, ..]).Distinct(StringComparer.Ordinal)];
    }
}
