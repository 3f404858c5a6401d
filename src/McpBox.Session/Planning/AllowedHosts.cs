using System.Collections.Immutable;
using McpBox.Egress.Names;
using McpBox.Egress.Rules;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary><c>[network]</c> of a profile, read and checked, and what of it stands inside a sandbox.</summary>
/// <param name="List">Null where nothing can be reached.</param>
public sealed record AllowedHosts(Allowlist? List, ImmutableArray<Problem> Problems)
{
    /// <summary>mcpbox's answers to questions for names come from here; systemd-resolved taught programs to expect a resolver at this address.</summary>
    private const string ResolverAddress = "127.0.0.53";

    private const int ResolverPort = 53;

    /// <summary>Nothing can be reached.</summary>
    public static readonly AllowedHosts None = new(null, []);

    /// <summary>The resolver's socket first, then one of each port.</summary>
    public ImmutableArray<PlanListener> Listeners => List is null ? [] :
        [new PlanListener(ResolverAddress, ResolverPort, ListenerKind.Udp), .. List.Ports.Select(static port => new PlanListener("0.0.0.0", port))];

    /// <summary>For /etc/hosts.</summary>
    public ImmutableArray<PlanHost> Lines => List is null ? [] : [.. new InsideNames(List).Known.Select(static pair => new PlanHost(pair.Key, pair.Value.ToString()))];

    /// <summary>For /etc/resolv.conf.</summary>
    public string? Resolver => List is null ? null : ResolverAddress;

    /// <summary>Reads what a profile says; every problem at once.</summary>
    public static AllowedHosts Read(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var hosts = ImmutableArray.CreateBuilder<AllowedHost>();
        foreach (var text in profile.Network.Allow)
        {
            if (AllowedHost.TryParse(text, out var host, out var fault))
                hosts.Add(host);
            else
                problems.Add(new Problem(profile.Origin, "MB7001", $"network.allow has \"{text}\", which {fault}", AllowedHost.Hint));
        }

        var addresses = PrivateAddresses.None;
        foreach (var text in profile.Network.AllowPrivate)
        {
            if (addresses.TryAdd(text, out var more))
                addresses = more;
            else
                problems.Add(new Problem(profile.Origin, "MB7002", $"network.allow_private has \"{text}\", which is no name, address or network", PrivateAddresses.Hint));
        }

        var list = profile.Network.Mode == "allowlist" && hosts.Count > 0 && problems.Count == 0 ? new Allowlist(hosts.ToImmutable(), addresses) : null;
        return new AllowedHosts(list, problems.ToImmutable());
    }
}
