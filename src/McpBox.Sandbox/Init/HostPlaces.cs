using System.Collections.Immutable;

namespace McpBox.Sandbox.Init;

/// <summary>Places of this host that no sandbox shows unless a mount was declared there: for <see cref="InitOrder.HostPaths"/>.</summary>
public static class HostPlaces
{
    private static readonly ImmutableArray<string> Fixed =
        ["/root", "/etc/shadow", "/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock", "/run/dbus/system_bus_socket"];

    /// <summary>The caller's home, the journals, the folder of the caller's sockets, and the sockets of daemons; absolute, sorted.</summary>
    public static ImmutableArray<string> All()
    {
        var home = Environment.GetEnvironmentVariable("HOME");
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") ?? $"{home}/.local/state";
        return
        [
            .. Fixed.Append(home).Append($"{state}/mcpbox").Append(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"))
                .OfType<string>()
                .Where(static path => path.StartsWith('/') && path.Length > 1)
                .Select(static path => path.TrimEnd('/'))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }
}
