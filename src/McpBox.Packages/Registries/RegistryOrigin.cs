using McpBox.Packages.Registries.Fetching;

namespace McpBox.Packages.Registries;

/// <summary>Scheme, host and port of a registry (RFC 6454), and the path below which it lives.</summary>
public sealed record RegistryOrigin
{
    private RegistryOrigin(string scheme, string host, int port, string basePath) => (Scheme, Host, Port, BasePath) = (scheme, host, port, basePath);

    /// <summary><c>https</c>, or <c>http</c> where the user's configuration says so.</summary>
    public string Scheme { get; }

    /// <summary>In lower case and ASCII; an IPv6 address in brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>Percent-encoded; begins and ends with a slash.</summary>
    public string BasePath { get; }

    /// <summary>Without a path or a slash at its end; the port only where it is not the scheme's own.</summary>
    public string Authority => Port == (Scheme == "https" ? 443 : 80) ? $"{Scheme}://{Host}" : $"{Scheme}://{Host}:{Port}";

    /// <summary>Reads the address of a registry.</summary>
    /// <param name="address">Absolute URL without user name, query or fragment. A slash at its end makes no difference.</param>
    /// <param name="where">For people: the key that it stands under.</param>
    /// <param name="allowHttp">The address was written by the user in his own configuration, so that <c>http</c> is his decision, on loopback, too.</param>
    /// <exception cref="PackageException">It is none that can be used.</exception>
    public static RegistryOrigin Parse(string address, string where, bool allowHttp = false)
    {
        var uri = StrictAddress.Read(address, out var problem);
        if (uri is null)
            throw new PackageException(RegistryRefusals.AddressUnusable(address, where, problem));
        if (uri.Query.Length > 0 || address.Contains('?', StringComparison.Ordinal))
            throw new PackageException(RegistryRefusals.AddressUnusable(address, where, "a registry's address has no query"));
        if (uri.Scheme == "http" && !allowHttp)
            throw new PackageException(RegistryRefusals.AddressUnusable(address, where, "it is not encrypted; only https will do here"));
        return new RegistryOrigin(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.EndsWith('/') ? uri.AbsolutePath : $"{uri.AbsolutePath}/");
    }

    /// <summary>True for an address of the same scheme, host and port; the path is not looked at.</summary>
    public bool Contains(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && address.Scheme == Scheme && address.Host == Host && address.Port == Port;

    /// <summary>Without a secret: there is no place for one.</summary>
    public override string ToString() => $"{Authority}{BasePath}";
}
