using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpBox.Packages.Npm;

/// <summary>package-lock.json of version 3 as it stands in <c>mcpbox.lock</c>: without addresses, so that everybody's own registry serves it; every package has its hash.</summary>
internal sealed class NpmLock
{
    private const string Modules = "node_modules/";
    private readonly JsonObject _root;

    private NpmLock(JsonObject root) => _root = root;

    private JsonObject Packages => _root["packages"]!.AsObject();

    /// <summary>What npm wrote.</summary>
    /// <exception cref="PackageException">Something in it does not come from a registry, or has no hash.</exception>
    public static NpmLock Take(string text)
    {
        var found = Parse(text);
        foreach (var (place, package) in found.Packages.ToArray())
            Check(place, package!.AsObject());
        return found;
    }

    /// <exception cref="PackageException">It is no lock of npm's.</exception>
    public static NpmLock Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject root && root["packages"] is JsonObject && root["lockfileVersion"]?.GetValue<int>() == 3
                ? new NpmLock(root)
                : throw Unreadable("it is not of version 3");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw Unreadable(failure.Message);
        }
    }

    /// <summary>Name to version to integrity.</summary>
    public Dictionary<string, Dictionary<string, string>> Integrities()
    {
        var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (place, package) in Packages.Where(static p => p.Key.Length > 0))
        {
            var name = Text(package!, "name") ?? NameAt(place);
            if (!all.TryGetValue(name, out var versions))
                all[name] = versions = new Dictionary<string, string>(StringComparer.Ordinal);
            versions[Text(package!, "version")!] = Text(package!, "integrity")!;
        }

        return all;
    }

    public string VersionOf(string name) => Text(At(name), "version")!;

    /// <summary>What its publisher says against a version, or null.</summary>
    public string? DeprecationOf(string name) => Text(At(name), "deprecated");

    /// <summary>Other packages that are deprecated, <c>name@version: why</c>.</summary>
    public ImmutableArray<string> Deprecated(string but) =>
        [.. Packages.Where(p => p.Key.Length > 0 && p.Key != Modules + but && Text(p.Value!, "deprecated") is not null).Select(static p => $"{NameAt(p.Key)}@{Text(p.Value!, "version")}: {Text(p.Value!, "deprecated")}")];

    /// <summary>package.json of the folder that the lock belongs to.</summary>
    public string Manifest() => new JsonObject { ["private"] = true, ["dependencies"] = Packages[""]!["dependencies"]!.DeepClone() }.ToJsonString(PackageJson.Default.Options);

    public override string ToString() => _root.ToJsonString(Indented) + "\n";

    private static readonly JsonSerializerOptions Indented = new(PackageJson.Default.Options) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonNode At(string name) => Packages[Modules + name] ?? throw Unreadable($"{name} is not in it");

    private static void Check(string place, JsonObject package)
    {
        if (place.Length == 0)
            return;
        var what = $"{NameAt(place)} {Text(package, "version")}";
        var resolved = Text(package, "resolved") ?? "";
        if (package["link"] is not null || !place.Contains(Modules, StringComparison.Ordinal) || resolved.StartsWith("git", StringComparison.Ordinal) || resolved.StartsWith("file:", StringComparison.Ordinal))
            throw new PackageException("MB6408", $"{what} does not come from a registry ({NpmName.Shown(resolved)}), so that nothing says which bytes it has", "use a server whose packages are all published");
        if (Text(package, "integrity") is not { } integrity || !integrity.Contains("sha512-", StringComparison.Ordinal))
            throw new PackageException("MB6409", $"{what} has no SHA-512 in the registry, so that its bytes cannot be locked", "ask its publisher to publish it again, or use another registry");
        package.Remove("resolved");
    }

    private static string NameAt(string place) => place[(place.LastIndexOf(Modules, StringComparison.Ordinal) + Modules.Length)..];

    private static string? Text(JsonNode package, string key) => package[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static PackageException Unreadable(string why) => new("MB6410", $"the lock of npm's packages cannot be read: {why}", "mcpbox lock makes it anew, once its entry is removed");
}
