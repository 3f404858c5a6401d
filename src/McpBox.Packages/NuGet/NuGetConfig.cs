using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using McpBox.Packages.Registries;
using McpBox.Posix.Files;

namespace McpBox.Packages.NuGet;

/// <summary>
/// The sources of the user's and the machine's NuGet.Config (NuGet's documentation, "nuget.config reference"): never those of a folder that one happens
/// to be in. <c>disabledPackageSources</c>, <c>packageSourceCredentials</c> in clear text and <c>packageSourceMapping</c> count. Printing it shows no secret.
/// </summary>
public sealed class NuGetConfig
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Dictionary<string, (string Value, string File)> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _disabled = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RegistryCredential> _credentials = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _mapping = new(StringComparer.OrdinalIgnoreCase);

    private NuGetConfig(IReadOnlyDictionary<string, string> environment) => _environment = environment;

    /// <param name="environment">The user's own variables, for <c>%NAME%</c> in credentials and for *_PROXY.</param>
    /// <param name="home">The user's home; null for none.</param>
    /// <param name="machine">Folder of the machine's files (<c>*.config</c>).</param>
    /// <exception cref="PackageException">A file is there and cannot be used (MB6450).</exception>
    public static NuGetConfig Read(IReadOnlyDictionary<string, string> environment, string? home, string machine = "/etc/opt/NuGet/Config")
    {
        var config = new NuGetConfig(environment);
        var files = Directory.Exists(machine) ? Directory.EnumerateFiles(machine, "*.config").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        foreach (var file in home is null ? files : [.. files, $"{home}/.nuget/NuGet/NuGet.Config"])
            config.Take(file);
        return config;
    }

    /// <summary>Where a package may come from, in the order of the configuration. With a mapping, only from where the most specific pattern says.</summary>
    /// <exception cref="PackageException">A source's address cannot be used.</exception>
    internal ImmutableArray<NuGetAddress> SourcesOf(string id)
    {
        var best = _mapping.Values.SelectMany(patterns => patterns).Where(pattern => Matches(pattern, id)).DefaultIfEmpty("").Max(pattern => pattern.Length);
        return
        [
            .. _sources.Where(source => !_disabled.Contains(source.Key))
                .Where(source => _mapping.Count == 0 || (_mapping.TryGetValue(source.Key, out var own) && own.Any(pattern => pattern.Length == best && Matches(pattern, id))))
                .Select(source => Address(source.Key, source.Value.Value, source.Value.File)),
        ];
    }

    private static bool Matches(string pattern, string id) =>
        pattern.EndsWith('*') ? id.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase) : id.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private NuGetAddress Address(string name, string value, string file)
    {
        if (!value.Contains("://", StringComparison.Ordinal))
            return new NuGetAddress(name, CanonicalPath.Of(Path.Combine(Path.GetDirectoryName(file)!, value)) ?? throw new PackageException(NuGetRefusals.ConfigUnreadable(file, $"the source {name} is no folder: {value}")), null, "");
        var uri = value.LastIndexOf('/');
        var origin = RegistryOrigin.Parse(value[..(uri + 1)], $"{name} in {file}", allowHttp: true);
        var proxy = ((string[])[$"{origin.Scheme}_proxy", $"{origin.Scheme.ToUpperInvariant()}_PROXY", "ALL_PROXY"]).FirstOrDefault(variable => _environment.GetValueOrDefault(variable) is { Length: > 0 });
        var connection = new RegistryConnection
        {
            Origin = origin,
            Credential = _credentials.GetValueOrDefault(name),
            CredentialKey = $"packageSourceCredentials of {name} in {file}",
            Proxy = proxy is null ? null : RegistryProxy.Parse(_environment[proxy], proxy, [.. (_environment.GetValueOrDefault("NO_PROXY") ?? _environment.GetValueOrDefault("no_proxy") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)]),
        };
        return new NuGetAddress(name, null, connection, value[(uri + 1)..]);
    }

    private void Take(string file)
    {
        var read = BoundedFile.Read(file, 1 << 20, followLinks: true);
        if (read.Status == BoundedReadStatus.Missing)
            return;
        if (read.Status != BoundedReadStatus.Read)
            throw new PackageException(NuGetRefusals.ConfigUnreadable(file, read.Reason.Length > 0 ? read.Reason : $"{read.Status}"));
        try
        {
            var root = XmlText.Read(new MemoryStream(read.Bytes)).Root!;
            Each(root, "packageSources", _sources.Clear, (name, value) => _sources[name] = (value, file));
            Each(root, "disabledPackageSources", _disabled.Clear, (name, value) => _ = value.Equals("true", StringComparison.OrdinalIgnoreCase) ? _disabled.Add(name) : _disabled.Remove(name));
            foreach (var source in root.Elements("packageSourceCredentials").Elements())
                _credentials[XmlConvert.DecodeName(source.Name.LocalName)] = Credential(source, file);
            foreach (var source in root.Elements("packageSourceMapping").Elements("packageSource"))
                _mapping[(string?)source.Attribute("key") ?? ""] = [.. source.Elements("package").Select(package => (string?)package.Attribute("pattern") ?? "")];
        }
        catch (XmlException failure)
        {
            throw new PackageException(NuGetRefusals.ConfigUnreadable(file, failure.Message));
        }
    }

    private static void Each(XElement root, string section, Action clear, Action<string, string> add)
    {
        foreach (var element in root.Elements(section).Elements())
        {
            if (element.Name == "clear")
                clear();
            else if (element.Name == "add" && (string?)element.Attribute("key") is { } key && (string?)element.Attribute("value") is { } value)
                add(key, value);
        }
    }

    private RegistryCredential Credential(XElement source, string file)
    {
        string? Value(string key) => (string?)source.Elements("add").FirstOrDefault(element => (string?)element.Attribute("key") == key)?.Attribute("value");
        var password = Value("ClearTextPassword")
            ?? throw new PackageException(NuGetRefusals.ConfigUnreadable(file, "a password is encrypted, which only Windows can read; ClearTextPassword is read"));
        return RegistryCredential.Basic(Expanded(Value("Username") ?? ""), Expanded(password));
    }

    private string Expanded(string text)
    {
        var words = text.Split('%');
        for (var at = 1; at < words.Length - 1; at++)
        {
            if (_environment.TryGetValue(words[at], out var value))
                return $"{string.Join('%', words[..at])}{value}{string.Join('%', words[(at + 1)..])}";
        }

        return text;
    }
}

/// <summary>One source: a folder, or a v3 feed and the name of its index below the connection's base path.</summary>
internal sealed record NuGetAddress(string Name, string? Folder, RegistryConnection? Feed, string Index);
