using System.Collections.Immutable;
using System.Text.Json.Nodes;
using McpBox.Packages.Building;
using McpBox.Packages.Specs;

namespace McpBox.Packages.Npm;

/// <summary>Which of a package's files is started, and how.</summary>
internal static class NpmProgram
{
    /// <param name="folder">That holds node_modules.</param>
    /// <exception cref="PackageException">The package has no such program.</exception>
    public static StartCommand Find(string folder, PackageSpec spec)
    {
        var package = Path.Combine(folder, "node_modules", spec.Name);
        var bins = Bins(package, spec.Name);
        var own = spec.Name.Split('/')[^1];
        var chosen = spec.Program ?? (bins.Count == 1 ? bins.Keys.First() : bins.ContainsKey(own) ? own : null);
        if (chosen is null || !bins.TryGetValue(chosen, out var relative))
        {
            throw new PackageException(
                "MB6411", bins.Count == 0 ? $"{spec.Name} has no program to start" : $"{spec.Name} has {(chosen is null ? "several programs" : $"no program {NpmName.Shown(chosen)}")}: {string.Join(", ", bins.Keys.Select(NpmName.Shown))}",
                bins.Count == 0 ? "it is a library; look for the package of its server" : $"name one: npm:{spec.Name}#PROGRAM");
        }

        var file = Path.GetFullPath(Path.Combine(package, relative));
        if (!file.StartsWith(package + "/", StringComparison.Ordinal) || !File.Exists(file))
            throw new PackageException("MB6411", $"the program {NpmName.Shown(chosen)} of {spec.Name} is not among its files", "the package is broken; use another version");
        return new StartCommand(
            [.. Interpreter(file), $"{StartCommand.FilesPlace}/{Path.GetRelativePath(folder, file)}"],
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
    }

    private static SortedDictionary<string, string> Bins(string package, string name)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(package, "package.json")));
        if (json?["bin"] is JsonValue single && single.TryGetValue<string>(out var path))
            found[name.Split('/')[^1]] = path;
        foreach (var (program, value) in json?["bin"] as JsonObject ?? [])
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var relative))
                found[program] = relative;
        }

        return found;
    }

    // A script's first line may give Node options (env -S node --flag); a program that is no script of Node's is started by its own name.
    private static ImmutableArray<string> Interpreter(string file)
    {
        using var reader = new StreamReader(file);
        var line = reader.ReadLine() ?? "";
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return Path.GetExtension(file) is ".js" or ".mjs" or ".cjs" or "" ? ["node"] : [];
        var words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var node = Array.FindIndex(words, static word => word.Split('/')[^1] == "node");
        return node >= 0 ? ["node", .. words[(node + 1)..]] : [];
    }
}
