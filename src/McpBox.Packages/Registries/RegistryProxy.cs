using System.Collections.Immutable;
using System.Net;
using McpBox.Packages.Registries.Fetching;

namespace McpBox.Packages.Registries;

/// <summary>The proxy that a user's configuration names, and for whom it is not. Printing it shows no secret.</summary>
public sealed class RegistryProxy
{
    private readonly ProxyBypass _bypass;

    private RegistryProxy(Uri address, NetworkCredential? credential, ProxyBypass bypass) => (Address, Credential, _bypass) = (address, credential, bypass);

    /// <summary>Without user name and password.</summary>
    public Uri Address { get; }

    internal NetworkCredential? Credential { get; }

    /// <param name="address"><c>http://</c> or <c>https://</c>, with or without <c>user:password@</c> (percent-encoded); only a host and a port is http.</param>
    /// <param name="where">For people: the key or variable that it stands under.</param>
    /// <param name="noProxy">
    /// Hosts that are reached without it: a name stands for itself and what is below it, with or without a dot in front; addresses, networks
    /// (<c>10.0.0.0/8</c>); each with or without a port; <c>*</c> for all.
    /// </param>
    /// <exception cref="PackageException">It is no such address. The refusal does not repeat it, since it may hold a password.</exception>
    public static RegistryProxy Parse(string address, string where, params ImmutableArray<string> noProxy)
    {
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(start).IndexOfAny('/', '?');
        var at = text.LastIndexOf('@', end < 0 ? text.Length - 1 : start + end);
        var uri = StrictAddress.Read(at < 0 ? text : text[..start] + text[(at + 1)..], out var problem);
        if (uri is not null && (uri.AbsolutePath != "/" || uri.Query.Length > 0))
            problem = "a proxy's address has no path";
        if (problem.Length > 0)
            throw new PackageException(RegistryRefusals.ProxyUnusable(where, problem));
        return new RegistryProxy(uri!, at < 0 ? null : Login(text[start..at], where), new ProxyBypass(noProxy));
    }

    public override string ToString() => Address.GetLeftPart(UriPartial.Authority);

    internal bool IsFor(RegistryOrigin origin) => !_bypass.Covers(origin.Host, origin.Port);

    private static NetworkCredential Login(string text, string where)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? text : text[..colon]);
        var password = colon < 0 ? "" : Uri.UnescapeDataString(text[(colon + 1)..]);
        if (user.Any(char.IsControl) || password.Any(char.IsControl) || user.Contains(':', StringComparison.Ordinal))
            throw new PackageException(RegistryRefusals.ProxyUnusable(where, "its user name or password has a control character or colon"));
        return new NetworkCredential(user, password);
    }
}
