namespace McpBox.Packages.Registries;

/// <summary>How one registry is reached, as the user's own configuration says it. Printing it shows no secret.</summary>
public sealed record RegistryConnection
{
    public required RegistryOrigin Origin { get; init; }

    /// <summary>Sent to <see cref="Origin"/> alone; null for a registry that asks nobody who he is.</summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>Where the credential stands, or would stand, for people: <c>//registry.example/:_authToken in ~/.npmrc</c>. Never the credential itself.</summary>
    public string CredentialKey { get; init; } = "the configuration of the package manager";

    /// <summary>
    /// The credential is sent with paths that begin with this only (on a segment's border), as npm's <c>//host/path/:_authToken</c> is meant. Encoded as in a URL.
    /// </summary>
    public string CredentialPath { get; init; } = "/";

    /// <summary>Null for none; the environment's variables are the caller's to read.</summary>
    public RegistryProxy? Proxy { get; init; }

    /// <summary>Certificates that are trusted in place of the system's, as PEM; null for the system's.</summary>
    public RegistryAuthorities? Authorities { get; init; }

    /// <summary>Shown to a registry that asks for one.</summary>
    public RegistryCertificate? Certificate { get; init; }

    /// <summary>A path prefix counts from one slash to the next: <c>/npm</c> is not the beginning of <c>/npm-other</c>.</summary>
    internal bool SendsCredentialTo(Uri address)
    {
        if (Credential is null || !Origin.Contains(address))
            return false;
        var prefix = CredentialPath.EndsWith('/') ? CredentialPath : $"{CredentialPath}/";
        return $"{address.AbsolutePath}/".StartsWith(prefix, StringComparison.Ordinal);
    }
}
