using System.Collections.Immutable;

namespace McpBox.Egress.Rules;

/// <summary>The hosts that a server may reach.</summary>
public sealed record Allowlist(ImmutableArray<AllowedHost> Hosts, PrivateAddresses Private)
{
    /// <summary>Each once, the lowest first.</summary>
    public ImmutableArray<int> Ports => [.. Hosts.Select(static host => host.Port).Distinct().Order()];

    /// <summary>Names without wildcards, each once, as they were listed.</summary>
    public ImmutableArray<string> Names => [.. Hosts.Where(static host => !host.AnyBelow).Select(static host => host.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the name is allowed on any port.</summary>
    public bool Knows(string name) => Hosts.Any(host => host.Covers(name));

    /// <summary>The entry that allows this, or null.</summary>
    public AllowedHost? Find(string name, int port) => Hosts.FirstOrDefault(host => host.Port == port && host.Covers(name));
}
