using System.Text;

namespace McpBox.Packages.Registries;

/// <summary>What a registry knows a user by. It cannot be printed, and leaves this process only in a request to its own origin.</summary>
public sealed class RegistryCredential
{
    private RegistryCredential(string header) => Header = header;

    /// <summary>Value of the Authorization header.</summary>
    internal string Header { get; }

    /// <summary>A token (RFC 6750, section 2.1).</summary>
    /// <exception cref="PackageException">It holds what cannot stand in a header.</exception>
    public static RegistryCredential Bearer(string token) => new($"Bearer {Visible(token)}");

    /// <summary>User name and password in UTF-8 (RFC 7617). A token as a password takes any user name that its registry asks for.</summary>
    /// <exception cref="PackageException">The user name holds a colon, or one of them a control character.</exception>
    public static RegistryCredential Basic(string user, string password)
    {
        if (user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl) || password.Any(char.IsControl))
            throw new PackageException(RegistryRefusals.CredentialUnusable());
        return new($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}");
    }

    /// <summary>User name and password, encoded already: npm's <c>_auth</c>.</summary>
    /// <exception cref="PackageException">It is no base64.</exception>
    public static RegistryCredential BasicEncoded(string base64)
    {
        try
        {
            return new($"Basic {Convert.ToBase64String(Convert.FromBase64String(base64))}");
        }
        catch (FormatException)
        {
            throw new PackageException(RegistryRefusals.CredentialUnusable());
        }
    }

    public override string ToString() => "***";

    // A line end here would be a header of the token's own making; a space, a second word of the scheme.
    private static string Visible(string token) => token.Length is > 0 and <= 8192 && token.All(unit => unit is > ' ' and < '\x7f')
        ? token
        : throw new PackageException(RegistryRefusals.CredentialUnusable());
}
