using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>TLS over another transport. The daemon's certificate and name are verified; nothing switches that off.</summary>
internal sealed class TlsTransport : Transport
{
    private readonly Lock _turn = new();
    private readonly Transport _inner;
    private readonly TlsWire _wire;
    private readonly SslStream _tls;

    /// <summary>Shakes hands.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">One side does not trust the other.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A PEM file holds something else.</exception>
    public TlsTransport(Transport inner, EndpointTls files, string host)
    {
        _inner = inner;
        _wire = new TlsWire(inner, _turn);
        _tls = new SslStream(_wire, leaveInnerStreamOpen: false);
        lock (_turn)
            _tls.AuthenticateAsClient(Options(files, host));
    }

    public override int Read(Span<byte> buffer)
    {
        lock (_turn)
            return _tls.Read(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _tls.Write(buffer);

    /// <summary>close_notify: this side has said all, and goes on reading (RFC 8446, section 6.1).</summary>
    public override void CloseWrite()
    {
        byte[] notice;
        lock (_turn)
            notice = _wire.Hold(() => _tls.ShutdownAsync().GetAwaiter().GetResult());
        _inner.Write(notice);
    }

    public override void Abort() => _inner.Abort();

    protected override void Dispose(bool disposing)
    {
        _tls.Dispose();
        base.Dispose(disposing);
    }

    private static SslClientAuthenticationOptions Options(EndpointTls files, string host)
    {
        // Authorities of daemons are private: none of them publishes what it revoked. And no certificate that a stranger shows us makes us
        // fetch what it names (RFC 5280, section 4.2.2.1).
        var chain = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (files.Authority is not null)
        {
            chain.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.CustomTrustStore.ImportFromPemFile(files.Authority);
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateChainPolicy = chain,
            ClientCertificates = files is { Certificate: not null, Key: not null }
                ? [X509Certificate2.CreateFromPemFile(files.Certificate, files.Key)]
                : null,
        };
    }
}
