using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using McpBox.Packages.Registries;
using McpBox.Posix.Files;

namespace McpBox.Packages.Npm;

/// <summary>From npm's own list of its settings, and the files with what the list hides, to connections.</summary>
internal sealed class NpmConfigReader
{
    private const int LargestFile = 1 << 20;

    // As npm ranks them: what stands in the environment wins over the user's file, and that over the machine's.
    private static readonly string[] Files = ["globalconfig", "userconfig"];
    private static readonly string[] ProxyKeys = ["https-proxy", "proxy"];

    // The variables that npm's own agent looks at, which is pickier than others.
    private static readonly string[] SecureProxies = ["HTTPS_PROXY", "https_proxy"];
    private static readonly string[] PlainProxies = [.. SecureProxies, "HTTP_PROXY", "http_proxy", "PROXY", "proxy"];

    private readonly Dictionary<string, string[]> _settings;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly NpmCredentials _credentials;

    /// <param name="settings">JSON, as <c>npm config list --json</c> prints it.</param>
    public NpmConfigReader(ReadOnlyMemory<byte> settings, IReadOnlyDictionary<string, string> environment)
    {
        _environment = environment;
        _settings = Settings(settings);
        var layers = Files.Select(Of).OfType<string>().Select(path => (path, IniText.Read(Text(path))))
            .Append(("the environment", environment.Where(static pair => pair.Key.StartsWith("npm_config_//", StringComparison.OrdinalIgnoreCase))
                .Select(static pair => (pair.Key["npm_config_".Length..], pair.Value))));
        _credentials = new NpmCredentials(layers, environment);
    }

    public NpmConfig Read()
    {
        if (Of("strict-ssl") == "false")
            throw Refused("strict-ssl is off, so that anybody on the way could be the registry", "set strict-ssl=true; a registry's own authority belongs into cafile");
        if (Of("cert") is not null || Of("key") is not null)
            throw Refused("cert and key are sent to every registry", "set //HOST/:certfile and //HOST/:keyfile instead");
        var registry = Connection(Of("registry") ?? throw Refused("it names no registry", "npm config set registry https://…"), "registry");
        var scopes = _settings.Keys.Where(static key => key.StartsWith('@') && key.EndsWith(":registry", StringComparison.Ordinal))
            .ToImmutableSortedDictionary(static key => key[..^":registry".Length], key => Connection(Of(key) ?? "", key), StringComparer.Ordinal);
        return new NpmConfig(registry, scopes);
    }

    private RegistryConnection Connection(string address, string key)
    {
        var origin = RegistryOrigin.Parse(address, $"{key} in npm's configuration", allowHttp: true);
        return _credentials.AddTo(new RegistryConnection { Origin = origin, Proxy = Proxy(origin.Scheme), Authorities = Authorities() });
    }

    private RegistryProxy? Proxy(string scheme)
    {
        var (key, address) = ProxyKeys.Select(name => (name, Of(name)))
            .Concat((scheme == "https" ? SecureProxies : PlainProxies).Select(name => (name, _environment.GetValueOrDefault(name))))
            .FirstOrDefault(static pair => !string.IsNullOrEmpty(pair.Item2));
        if (address is null)
            return null;
        var named = _settings.GetValueOrDefault("noproxy", []).Where(static host => host.Length > 0).ToArray();
        if (named.Length == 0)
            named = [_environment.GetValueOrDefault("NO_PROXY") ?? _environment.GetValueOrDefault("no_proxy") ?? ""];
        return RegistryProxy.Parse(address, key, [.. named.SelectMany(static hosts => hosts.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))]);
    }

    private RegistryAuthorities? Authorities()
    {
        if (_settings.TryGetValue("ca", out var pem) && pem.Any(static text => text.Length > 0))
            return RegistryAuthorities.FromPem(string.Join('\n', pem), "ca in npm's configuration");
        return Of("cafile") is { Length: > 0 } file ? RegistryAuthorities.FromFile(file) : null;
    }

    private string? Of(string key) => _settings.TryGetValue(key, out var values) && values.Length > 0 ? values[0] : null;

    private static string Text(string path)
    {
        var read = BoundedFile.Read(path, LargestFile, followLinks: true);
        return read.Status switch
        {
            BoundedReadStatus.Read => Encoding.UTF8.GetString(read.Bytes),
            BoundedReadStatus.Missing => "",

            // /dev/null is how people say that there is none.
            BoundedReadStatus.NotRegular when path == "/dev/null" => "",
            _ => throw Refused($"{path} cannot be read ({read.Status})", "put a plain, readable file there"),
        };
    }

    private static Dictionary<string, string[]> Settings(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().GroupBy(static pair => pair.Name, StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => Values(group.Last().Value), StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new PackageException(NpmRefusals.NoNpm("`npm config list --json` does not print JSON"));
        }
    }

    private static string[] Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Values)],
        JsonValueKind.String => [value.GetString()!],
        _ => [value.GetRawText()],
    };

    private static PackageException Refused(string problem, string hint) => new(NpmRefusals.ConfigRefused(problem, hint));
}
