using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpBox.Export.Connecting;

/// <summary>Which receivers are believed: the system's authorities, or those of one file alone. The name is always verified; nothing switches that off.</summary>
public sealed class ServerTrust
{
    private readonly X509Certificate2Collection? _roots;

    private ServerTrust(X509Certificate2Collection? roots) => _roots = roots;

    public static ServerTrust System { get; } = new(null);

    /// <param name="file">PEM, one certificate or several; null for the system's.</param>
    /// <exception cref="ExportException">MB4610: it cannot be read, or holds none.</exception>
    public static ServerTrust Of(string? file)
    {
        if (file is null)
            return System;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(file, error.Message, error);
        }

        return roots.Count > 0 ? new ServerTrust(roots) : throw Unreadable(file, "it holds no certificate", null);
    }

    internal SslClientAuthenticationOptions Options(string? host)
    {
        // No certificate that a stranger shows makes us fetch what it names (RFC 5280, section 4.2.2.1), nor ask a third party about it.
        var chain = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_roots is not null)
        {
            chain.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.CustomTrustStore.AddRange(_roots);
        }

        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = chain };
    }

    private static ExportException Unreadable(string file, string cause, Exception? inner) =>
        new("MB4610", $"the authorities in {file} cannot be used: {cause}", "give --ca a PEM file with the certificate that signed the receiver's", inner);
}
