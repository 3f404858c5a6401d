using System.Text;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Npm;

/// <summary>Tokens, passwords and certificates of .npmrc files, which npm itself shows to nobody. Found for a registry as npm finds them: by the longest part of its address.</summary>
internal sealed class NpmCredentials
{
    private static readonly string[] Bare = ["_auth", "_authToken", "_password"];

    private readonly Dictionary<string, (string Value, string Place, string? Missing)> _values = new(StringComparer.Ordinal);

    /// <param name="layers">The weakest first; each with the name of its place for people.</param>
    public NpmCredentials(IEnumerable<(string Place, IEnumerable<(string Key, string Value)> Pairs)> layers, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (place, pairs) in layers)
        {
            foreach (var (key, value) in pairs)
            {
                if (Array.IndexOf(Bare, key) >= 0)
                    throw Refused($"{key} in {place} belongs to no registry", "`npm config fix` puts the registry's address in front of it");
                var name = NpmVariables.Replace(key, environment, out _);
                if (name.StartsWith("//", StringComparison.Ordinal))
                    _values[name] = (NpmVariables.Replace(value, environment, out var missing), place, missing);
            }
        }
    }

    public RegistryConnection AddTo(RegistryConnection connection)
    {
        var host = connection.Origin.Authority[(connection.Origin.Scheme.Length + 1)..];
        for (var path = connection.Origin.BasePath; ; path = path.EndsWith('/') ? path[..^1] : path[..(path.LastIndexOf('/') + 1)])
        {
            if (Found(host + path) is { } found)
                return found(connection with { CredentialPath = path.Length == 0 ? "/" : path });
            if (path.Length == 0)
                return connection with { CredentialKey = $"{host}{connection.Origin.BasePath}:_authToken in your .npmrc" };
        }
    }

    private Func<RegistryConnection, RegistryConnection>? Found(string key)
    {
        if (Has(key, "_authToken"))
            return With(key, "_authToken", () => RegistryCredential.Bearer(Of(key, "_authToken")));
        if (Has(key, "_auth"))
            return With(key, "_auth", () => RegistryCredential.BasicEncoded(Of(key, "_auth")));
        if (Has(key, "username") && Has(key, "_password"))
            return With(key, "_password", () => RegistryCredential.Basic(Of(key, "username"), Decoded(key)));
        if (!Has(key, "certfile") || !Has(key, "keyfile"))
            return null;
        return connection => connection with { Certificate = RegistryCertificate.FromFiles(Of(key, "certfile"), Of(key, "keyfile")) };
    }

    // A certificate may stand beside a token.
    private Func<RegistryConnection, RegistryConnection> With(string key, string name, Func<RegistryCredential> read) => connection => connection with
    {
        Credential = read(),
        CredentialKey = $"{key}:{name} in {_values[$"{key}:{name}"].Place}",
        Certificate = Has(key, "certfile") && Has(key, "keyfile") ? RegistryCertificate.FromFiles(Of(key, "certfile"), Of(key, "keyfile")) : null,
    };

    private bool Has(string key, string name) => _values.TryGetValue($"{key}:{name}", out var value) && value.Value.Length > 0;

    private string Of(string key, string name)
    {
        var (value, place, missing) = _values[$"{key}:{name}"];
        return missing is null ? value : throw Refused($"{key}:{name} in {place} names the variable {missing}, which is not set", $"set {missing}, or remove the line");
    }

    private string Decoded(string key)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(Of(key, "_password")));
        }
        catch (FormatException)
        {
            throw Refused($"{key}:_password is no base64", "`npm login` writes it");
        }
    }

    private static PackageException Refused(string problem, string hint) => new(NpmRefusals.ConfigRefused(problem, hint));
}
