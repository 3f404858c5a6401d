using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpBox.Packages.Registries;

/// <summary>A client's certificate with its key: npm's <c>certfile</c> and <c>keyfile</c>, pip's <c>client-cert</c>. It cannot be printed.</summary>
public sealed class RegistryCertificate
{
    private RegistryCertificate(X509Certificate2 certificate) => Certificate = certificate;

    internal X509Certificate2 Certificate { get; }

    /// <param name="certificate">PEM file; the first certificate counts.</param>
    /// <param name="key">PEM file without a password; null when the key stands in the certificate's file.</param>
    /// <exception cref="PackageException">One of them cannot be read, or they do not belong together.</exception>
    public static RegistryCertificate FromFiles(string certificate, string? key) =>
        Reading(certificate, () => X509Certificate2.CreateFromPemFile(certificate, key));

    /// <param name="where">For people: the key that they stand under.</param>
    /// <exception cref="PackageException">As of <see cref="FromFiles"/>.</exception>
    public static RegistryCertificate FromPem(string certificate, string key, string where) =>
        Reading(where, () => X509Certificate2.CreateFromPem(certificate, key));

    public override string ToString() => "***";

    private static RegistryCertificate Reading(string where, Func<X509Certificate2> read)
    {
        try
        {
            return new(read());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The message of a failed parse names no content of the file.
            throw new PackageException(RegistryRefusals.CertificatesUnreadable(where, failure.Message));
        }
    }
}
