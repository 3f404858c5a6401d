using System.Collections.Immutable;
using System.Net;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>The entries of <c>no_proxy</c>, for which there is no standard: what curl, npm and pip agree on.</summary>
internal sealed class ProxyBypass(ImmutableArray<string> entries)
{
    public bool Covers(string host, int port) => entries.Any(entry => Covers(entry.Trim(), host.Trim('[', ']'), port));

    private static bool Covers(string entry, string host, int port)
    {
        if (entry == "*")
            return true;
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (address is not null && IPNetwork.TryParse(entry, out var network))
            return network.Contains(address);
        var name = WithoutPort(entry, out var own);
        if (name.Length == 0 || (own is { } wanted && wanted != port))
            return false;
        if (address is not null)
            return IPAddress.TryParse(name, out var literal) && literal.Equals(address);
        name = name.TrimStart('*').TrimStart('.');
        return name.Length > 0
            && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutPort(string entry, out int? port)
    {
        port = null;
        var colon = entry.LastIndexOf(':');
        var bracket = entry.LastIndexOf(']');
        var isPort = colon > bracket && (bracket >= 0 || entry.IndexOf(':', StringComparison.Ordinal) == colon);
        if (isPort && int.TryParse(entry[(colon + 1)..], out var number))
            port = number;
        return (isPort ? entry[..colon] : entry).Trim('[', ']');
    }
}
