using System.Collections.Immutable;
using McpBox.Profiles.Kinds;

namespace McpBox.Profiles.Schema;

/// <summary><c>[network]</c>. A project may take the network away; which hosts there are is the user's to say.</summary>
internal static class NetworkKeys
{
    public static ImmutableArray<Key<Profile>> All { get; } =
    [
        new Key<Profile, string>
        {
            Path = "network.mode",
            Kind = new ChoiceKind(["none", "allowlist"], growing: true),
            Get = p => p.Network.Mode,
            Set = (p, v) => p with { Network = p.Network with { Mode = v } },
            Scopes = Scopes.User | Scopes.Project,
            Loosens = (current, wanted) => current == "none" && wanted != "none",
            Tightening = "`\"none\"`",
            Meaning = "`none`: a network of its own with nothing but loopback. `allowlist`: the same, and the hosts of `network.allow` can be reached through mcpbox.",
        },
        new Key<Profile, ImmutableArray<string>>
        {
            Path = "network.allow",
            Kind = HostsKind.Allowed,
            Get = p => p.Network.Allow,
            Set = (p, v) => p with { Network = p.Network with { Allow = [.. p.Network.Allow.Union(v)] } },
            Meaning = "Hosts, each as `name:port` or `*.name:port`, added to those of the extended profile. Without effect in the mode `none`.",
        },
        new Key<Profile, ImmutableArray<string>>
        {
            Path = "network.allow_private",
            Kind = HostsKind.Private,
            Get = p => p.Network.AllowPrivate,
            Set = (p, v) => p with { Network = p.Network with { AllowPrivate = [.. p.Network.AllowPrivate.Union(v)] } },
            Meaning = "Names of `network.allow`, addresses and networks (`10.1.0.0/16`) that may be reached although they are private, loopback, link-local or otherwise special. Added.",
        },
    ];
}
