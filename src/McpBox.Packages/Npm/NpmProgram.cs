using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Posix.Files;

namespace McpBox.Packages.Npm;

/// <summary>From a built package's own package.json to the words that start it, as npx would choose.</summary>
internal static class NpmProgram
{
    private const int LargestManifest = 8 << 20;
    private const int LargestFirstLine = 1024;

    // All that a first line may set. Others are obeyed before the program's own code runs (LD_*, NODE_OPTIONS), or are the sandbox's to say (PATH, HOME).
    private static readonly string[] Settable = ["DEBUG", "FORCE_COLOR", "NODE_ENV", "NO_COLOR"];

    /// <param name="folder">Has <c>node_modules</c>.</param>
    /// <param name="program">Which of its programs; null for the one that is called like it, or its only one.</param>
    /// <exception cref="PackageException">It has no such program.</exception>
    public static StartCommand Find(string folder, string name, string? program)
    {
        var package = Path.Combine(folder, "node_modules", name);
        var manifest = BoundedFile.Read(Path.Combine(package, "package.json"), LargestManifest, followLinks: false);
        if (manifest.Status != BoundedReadStatus.Read)
            throw Refused(name, "it has no package.json");
        var path = Chosen(name, Programs(name, manifest.Bytes), program);
        var full = Path.GetFullPath(path, package);
        if (!full.StartsWith(package + "/", StringComparison.Ordinal) || Leaves(package, full))
            throw Refused(name, $"its program {path} lies outside of it");
        if (!File.Exists(full))
            throw Refused(name, $"its program {path} is not there");
        return Command(name, full, $"{StartCommand.FilesPlace}/node_modules/{name}{full[package.Length..]}");
    }

    private static SortedDictionary<string, string> Programs(string name, byte[] json)
    {
        var programs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = false });
            if (NpmJson.Text(document.RootElement, "bin") is { } single)
                programs[Short(name)] = single;
            else if (NpmJson.Object(document.RootElement, "bin") is { } several)
            {
                foreach (var pair in several.EnumerateObject().Where(static pair => pair.Value.ValueKind == JsonValueKind.String))
                    programs[pair.Name] = pair.Value.GetString()!;
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Refused(name, "its package.json is no JSON");
        }

        return programs;
    }

    private static string Chosen(string name, SortedDictionary<string, string> programs, string? wanted)
    {
        if (programs.Count == 0)
            throw Refused(name, "it has no program, only code for others");
        if (wanted is not null)
            return programs.GetValueOrDefault(wanted) ?? throw Refused(name, $"it has no program {wanted}; it has {string.Join(", ", programs.Keys)}");
        if (programs.TryGetValue(Short(name), out var own))
            return own;
        return programs.Values.Distinct(StringComparer.Ordinal).Count() == 1
            ? programs.Values.First()
            : throw Refused(name, $"it has several programs: {string.Join(", ", programs.Keys)}");
    }

    private static StartCommand Command(string name, string path, string shown)
    {
        var words = FirstLine(path);
        var environment = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var interpreter = words.Length > 0 && Path.GetFileName(words[0]) == "env" ? words[1..].SkipWhile(static word => word is "-S" or "--split-string").ToArray() : words;
        while (interpreter.Length > 0 && interpreter[0].IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            var variable = interpreter[0][..equals];
            if (Array.IndexOf(Settable, variable) < 0)
                throw Refused(name, $"the first line of its program sets {variable}; it may set {string.Join(", ", Settable)} alone");
            environment[variable] = interpreter[0][(equals + 1)..];
            interpreter = interpreter[1..];
        }

        if (interpreter.Length > 0 && Path.GetFileName(interpreter[0]) is "node" or "nodejs")
            return new StartCommand(["node", .. interpreter[1..], shown], environment.ToImmutable());
        return words.Length == 0 && Path.GetExtension(path) is ".js" or ".mjs" or ".cjs"
            ? new StartCommand(["node", shown], environment.ToImmutable())
            : new StartCommand([shown], ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));
    }

    // Words of the line after "#!"; none where there is no such line.
    private static string[] FirstLine(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[LargestFirstLine];
        var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimStart('\uFEFF');
        return text.StartsWith("#!", StringComparison.Ordinal)
            ? text[2..].Split('\n')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(Unsplit).ToArray()
            : [];
    }

    // env takes "-Snode" and "--split-string=node" as well.
    private static IEnumerable<string> Unsplit(string word) =>
        word.StartsWith("-S", StringComparison.Ordinal) && word.Length > 2 ? ["-S", word[2..]]
        : word.StartsWith("--split-string=", StringComparison.Ordinal) ? ["-S", word["--split-string=".Length..]]
        : [word];

    private static bool Leaves(string package, string full)
    {
        for (var path = full; path.Length > package.Length; path = Path.GetDirectoryName(path)!)
        {
            if (new FileInfo(path).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private static string Short(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static PackageException Refused(string name, string problem) => new(NpmRefusals.NoProgram(name, problem));
}
