using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace McpBox.Packages.Registries.Fetching;

/// <summary>The one place where connections are set up: what is switched off here is off.</summary>
internal static class RegistryHandler
{
    public static SocketsHttpHandler Of(RegistryConnection connection, GatewayLimits limits)
    {
        var proxy = connection.Proxy is { } named && named.IsFor(connection.Origin) ? named : null;
        return new SocketsHttpHandler
        {
            // Redirects are followed by hand, because each is looked at; a body is unpacked by hand, because it is bounded.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,

            // Without a proxy of the user's configuration there is none: the handler would read variables of the environment by itself.
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : Proxy(proxy),
            SslOptions = Tls(connection),
            ConnectTimeout = limits.Connecting,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = 16,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        };
    }

    // Basic alone, as npm and pip do it: other schemes would let a proxy ask for a proof of the user's login at this machine.
    private static WebProxy Proxy(RegistryProxy proxy)
    {
        var credentials = new CredentialCache();
        if (proxy.Credential is { } login)
            credentials.Add(proxy.Address, "Basic", login);
        return new WebProxy(proxy.Address) { Credentials = credentials };
    }

    private static SslClientAuthenticationOptions Tls(RegistryConnection connection)
    {
        // No certificate that a stranger shows makes us fetch what it names (RFC 5280, section 4.2.2.1). Revocation is not asked for, which neither
        // npm nor pip does: it would be a connection of its own, in the clear, to wherever the certificate says.
        var chain = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (connection.Authorities is { } authorities)
        {
            chain.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.CustomTrustStore.AddRange(authorities.Roots);
        }

        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = chain,
            ClientCertificateContext = connection.Certificate is { } certificate
                ? SslStreamCertificateContext.Create(certificate.Certificate, additionalCertificates: null, offline: true)
                : null,
        };
    }
}
