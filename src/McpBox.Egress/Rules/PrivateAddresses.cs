using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace McpBox.Egress.Rules;

/// <summary>
/// Which addresses of the host's own networks a server may reach: none, but for what <c>network.allow_private</c> names. A name on the allowlist that
/// leads to one of them (DNS rebinding, a metadata service) is refused.
/// </summary>
public sealed record PrivateAddresses(ImmutableArray<string> Names, ImmutableArray<IPNetwork> Networks)
{
    /// <summary>What to write instead of something that is none.</summary>
    public const string Hint = "write a name of network.allow, 10.1.2.3, or 10.1.0.0/16";

    public static readonly PrivateAddresses None = new([], []);

    /// <summary>
    /// IANA's special-purpose registries (RFC 6890): everything that is not globally reachable, and multicast. A few that are for translation (64:ff9b::/96, 2002::/16,
    /// 2001::/32) lead to an IPv4 address that is not looked at, and are refused as a whole.
    /// </summary>
    private static readonly ImmutableArray<IPNetwork> Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly ImmutableArray<IPNetwork> Special6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Reads one entry of <c>network.allow_private</c>: a name of the allowlist, an address, or a network in CIDR notation (RFC 4632).</summary>
    public bool TryAdd(string text, [NotNullWhen(true)] out PrivateAddresses? more)
    {
        ArgumentNullException.ThrowIfNull(text);
        more = null;
        if (IPNetwork.TryParse(text, out var network) && text.StartsWith($"{network.BaseAddress}/", StringComparison.Ordinal))
            more = this with { Networks = Networks.Add(network) };
        else if (IPAddress.TryParse(text, out var address) && text.AsSpan().IndexOfAny(".:") >= 0 && address.ToString() == text)
            more = this with { Networks = Networks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)) };
        else if (HostName.Normal(text) is { } name)
            more = this with { Names = Names.Add(name) };
        return more is not null;
    }

    /// <summary>Whether a connection for <paramref name="name"/> may go to <paramref name="address"/>. An address that maps an IPv4 one counts as that.</summary>
    public bool Allows(string name, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsPublic(real) || Names.Contains(name) || Networks.Any(network => network.BaseAddress.AddressFamily == real.AddressFamily && network.Contains(real));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Special.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && !Special6.Any(network => network.Contains(address)),
        _ => false,
    };
}
