using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Packages.Registries;

namespace McpBox.Packages.Npm;

/// <summary>Where npm looks for packages, and with which credentials, as the user configured it.</summary>
public sealed class NpmConfig
{
    private const string HttpKey = "the npm configuration";
    private readonly ImmutableSortedDictionary<string, RegistryConnection> _scopes;

    private NpmConfig(RegistryConnection registry, ImmutableSortedDictionary<string, RegistryConnection> scopes) => (Registry, _scopes) = (registry, scopes);

    /// <summary>For names without a scope, and for scopes that are not configured.</summary>
    public RegistryConnection Registry { get; }

    /// <summary>Scopes with a registry of their own, with their at sign.</summary>
    public IEnumerable<string> Scopes => _scopes.Keys;

    /// <summary>The one registry that is asked for a name: a scope that is configured is looked for nowhere else.</summary>
    public RegistryConnection For(string name) =>
        name.StartsWith('@') && _scopes.TryGetValue(name.Split('/')[0], out var own) ? own : Registry;

    /// <summary>For tests, and for whoever has no npm: one registry without credentials.</summary>
    public static NpmConfig Of(RegistryConnection registry, params IEnumerable<KeyValuePair<string, RegistryConnection>> scopes) =>
        new(registry, scopes.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Puts together what npm says of itself and what it hides.</summary>
    /// <param name="listed">Output of <c>npm config list --json</c>.</param>
    /// <param name="files">Contents of the user's and the machine's npmrc, the stronger first.</param>
    /// <param name="variable">The environment, for <c>${NAME}</c> in them.</param>
    /// <exception cref="PackageException">Something in it cannot be used.</exception>
    public static NpmConfig Read(string listed, IEnumerable<string> files, Func<string, string?> variable)
    {
        var settings = NpmRc.Merge(files, variable);
        using var json = Parse(listed);
        foreach (var value in json.RootElement.EnumerateObject().Where(static value => value.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False))
            settings[value.Name] = value.Value.ToString();
        if (settings.GetValueOrDefault("strict-ssl") is "False" or "false")
            throw new PackageException("MB6404", "npm's strict-ssl is off, so that anybody on the way could change packages", "name the registry's authority instead: npm config set cafile FILE");
        var registry = settings.GetValueOrDefault("registry") ?? throw new PackageException("MB6403", "npm names no registry", "npm config set registry URL");
        return new NpmConfig(
            Connection(registry, "registry", settings),
            settings.Where(static s => s.Key.StartsWith('@') && s.Key.EndsWith(":registry", StringComparison.Ordinal))
                .ToImmutableSortedDictionary(static s => s.Key[..^":registry".Length], s => Connection(s.Value, s.Key, settings), StringComparer.Ordinal));
    }

    private static JsonDocument Parse(string listed)
    {
        try
        {
            return JsonDocument.Parse(listed);
        }
        catch (JsonException failure)
        {
            throw new PackageException("MB6403", $"`npm config list --json` does not answer with its configuration: {failure.Message}", "look at what it prints in your home folder");
        }
    }

    private static RegistryConnection Connection(string address, string key, Dictionary<string, string> settings)
    {
        var origin = RegistryOrigin.Parse(address, $"{key} of {HttpKey}", allowHttp: true);
        var (path, credential) = Credential(origin, settings);
        var proxy = origin.Scheme == "https" ? settings.GetValueOrDefault("https-proxy") ?? settings.GetValueOrDefault("proxy") : settings.GetValueOrDefault("proxy");
        return new RegistryConnection
        {
            Origin = origin,
            Credential = credential,
            CredentialPath = path,
            CredentialKey = $"//{origin.Host}{path}:_authToken of {HttpKey}",
            Proxy = string.IsNullOrEmpty(proxy) ? null : RegistryProxy.Parse(proxy, $"proxy of {HttpKey}", [.. (settings.GetValueOrDefault("noproxy") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]),
            Authorities = settings.GetValueOrDefault("cafile") is { Length: > 0 } file ? RegistryAuthorities.FromFile(file) : null,
        };
    }

    // npm looks from the registry's own path upwards (npmrc, "Auth related configuration").
    private static (string Path, RegistryCredential? Credential) Credential(RegistryOrigin origin, Dictionary<string, string> settings)
    {
        var host = origin.Authority[(origin.Authority.IndexOf("//", StringComparison.Ordinal) + 2)..];
        for (var path = origin.BasePath; ; path = path[..(path.TrimEnd('/').LastIndexOf('/') + 1)])
        {
            string? Of(string key) => settings.GetValueOrDefault($"//{host}{path}:{key}") ?? settings.GetValueOrDefault($"//{host}{path.TrimEnd('/')}:{key}");
            if (Of("_authToken") is { Length: > 0 } token)
                return (path, RegistryCredential.Bearer(token));
            if (Of("_auth") is { Length: > 0 } basic)
                return (path, RegistryCredential.BasicEncoded(basic));
            if (Of("username") is { Length: > 0 } user && Of("_password") is { Length: > 0 } password)
                return (path, RegistryCredential.Basic(user, Decoded(password)));
            if (path.Length <= 1)
                return ("/", null);
        }
    }

    private static string Decoded(string base64)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new PackageException("MB6403", "a _password of the npm configuration is not base64", "npm login writes it anew");
        }
    }
}
