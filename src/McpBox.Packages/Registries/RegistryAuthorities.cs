using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpBox.Packages.Registries;

/// <summary>The authorities that a user trusts for one registry, and no others: npm's <c>cafile</c> and <c>ca</c>, pip's <c>cert</c>.</summary>
public sealed class RegistryAuthorities
{
    private RegistryAuthorities(X509Certificate2Collection roots) => Roots = roots;

    internal X509Certificate2Collection Roots { get; }

    /// <exception cref="PackageException">The file cannot be read, or holds no certificate.</exception>
    public static RegistryAuthorities FromFile(string path) => Reading(path, () => FromText(File.ReadAllText(path), path));

    /// <param name="pem">One certificate or more.</param>
    /// <param name="where">For people: the key that it stands under.</param>
    /// <exception cref="PackageException">It holds no certificate.</exception>
    public static RegistryAuthorities FromPem(string pem, string where) => Reading(where, () => FromText(pem, where));

    private static RegistryAuthorities FromText(string pem, string where)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        return roots.Count > 0 ? new(roots) : throw new PackageException(RegistryRefusals.CertificatesUnreadable(where, "it holds no certificate"));
    }

    private static RegistryAuthorities Reading(string where, Func<RegistryAuthorities> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new PackageException(RegistryRefusals.CertificatesUnreadable(where, failure.Message));
        }
    }
}
