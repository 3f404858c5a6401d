using System.Collections.Immutable;
using McpBox.Packages.Registries;

namespace McpBox.Packages.PyPi;

/// <summary>
/// What the user's pip knows of indexes: <c>index-url</c>, <c>extra-index-url</c>, <c>cert</c>, <c>client-cert</c>, <c>proxy</c>, with logins from
/// addresses and netrc. A key ring is not asked. Printing it shows no secret.
/// </summary>
public sealed class PipConfig
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly PipSettings _settings;
    private readonly NetRc _netrc;

    private PipConfig(IReadOnlyDictionary<string, string> environment, string? home, string machine)
    {
        _environment = environment;
        _settings = PipSettings.Read(environment, home, machine);
        _netrc = NetRc.Read(environment, home);
        if (_settings.IsOn("no-index"))
            throw new PackageException(PyPiRefusals.ConfigNotHonoured(_settings["no-index"]!.Where, "it forbids every index"));
        Indexes = [.. ((PipSetting?[])[_settings["index-url"], .. _settings.All("extra-index-url")]).OfType<PipSetting>().Select(setting => Connect(setting.Value, setting.Where, ofUser: true))];
        Folders = [.. _settings.All("find-links").Select(Folder)];
    }

    /// <summary>As configured, <c>index-url</c> first.</summary>
    public ImmutableArray<RegistryConnection> Indexes { get; }

    /// <summary>False where <c>index-url</c> is set: pip then leaves its own default out.</summary>
    public bool UsesDefault => _settings["index-url"] is null;

    /// <summary>Folders of <c>find-links</c>. What lies there is not installed from, but its names are not looked for elsewhere.</summary>
    internal ImmutableArray<string> Folders { get; }

    /// <summary>Reads the configuration of the user whose environment it is.</summary>
    /// <param name="environment">The user's own variables: PIP_*, XDG_CONFIG_*, VIRTUAL_ENV, NETRC, *_PROXY, REQUESTS_CA_BUNDLE.</param>
    /// <param name="home">The user's home; null for none.</param>
    /// <param name="machine">Where the machine's own files lie; <c>/etc</c> but in tests.</param>
    /// <exception cref="PackageException">It cannot be read (MB6430), says what mcpbox cannot honour (MB6431), or has an unusable address (MB63nn).</exception>
    public static PipConfig Read(IReadOnlyDictionary<string, string> environment, string? home, string machine = "/etc") => new(environment, home, machine);

    /// <summary>How an index is reached.</summary>
    /// <param name="ofUser">The address stands in the user's configuration, so that plain http is his decision, and his login may go there.</param>
    internal RegistryConnection Connect(string address, string where, bool ofUser)
    {
        var (plain, login) = Split(address);
        var origin = RegistryOrigin.Parse(plain, where, allowHttp: ofUser);
        var fromNetRc = login is null && ofUser ? _netrc.For(origin.Host) : null;
        return Reach(origin) with { Credential = login ?? fromNetRc, CredentialKey = fromNetRc is null ? where : _netrc.Path };
    }

    /// <summary>How the files of an index are reached where they live elsewhere: without a login.</summary>
    internal RegistryConnection Reach(RegistryOrigin origin) => new()
    {
        Origin = origin,
        Proxy = Proxy(origin.Scheme),
        Authorities = (_settings["cert"]?.Value ?? Variable("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")) is { } file ? RegistryAuthorities.FromFile(file) : null,
        Certificate = _settings["client-cert"] is { } certificate ? RegistryCertificate.FromFiles(certificate.Value, null) : null,
    };

    private RegistryProxy? Proxy(string scheme)
    {
        if (_settings["proxy"] is { } setting)
            return RegistryProxy.Parse(setting.Value, setting.Where);
        var names = (string[])[$"{scheme}_proxy", $"{scheme.ToUpperInvariant()}_PROXY", "all_proxy", "ALL_PROXY"];
        var name = Array.Find(names, candidate => Variable(candidate) is not null);
        var bypass = Variable("no_proxy", "NO_PROXY")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return name is null ? null : RegistryProxy.Parse(_environment[name], name, [.. bypass]);
    }

    private string? Variable(params string[] names) =>
        names.Select(name => _environment.GetValueOrDefault(name)).FirstOrDefault(value => value is { Length: > 0 });

    private static string Folder(PipSetting setting)
    {
        var path = setting.Value.StartsWith("file://", StringComparison.Ordinal) ? Uri.UnescapeDataString(setting.Value[7..]) : setting.Value;
        return path.StartsWith('/') && !path.Contains("://", StringComparison.Ordinal)
            ? path
            : throw new PackageException(PyPiRefusals.ConfigNotHonoured(setting.Where, "packages are taken from indexes only, and this is no folder of which the names could be left out"));
    }

    private static (string Address, RegistryCredential? Login) Split(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = start < 3 ? -1 : address.IndexOf('/', start);
        var at = start < 3 ? -1 : address.LastIndexOf('@', end < 0 ? address.Length - 1 : end);
        if (at < start)
            return (address, null);
        var words = address[start..at].Split(':', 2);
        var password = words.Length > 1 ? Uri.UnescapeDataString(words[1]) : "";
        return (address[..start] + address[(at + 1)..], RegistryCredential.Basic(Uri.UnescapeDataString(words[0]), password));
    }
}
