using System.Collections.Immutable;
using McpBox.Packages.Specs;
using McpBox.Toml;

namespace McpBox.Packages.Locking;

/// <summary>Reads what <see cref="LockText"/> writes, and nothing else: an unknown key could be the one that was meant to protect somebody.</summary>
internal sealed class LockReader(string path)
{
    private static readonly string[] Keys = ["key", "resolution", "scripts", "spec", "toolchain", "tree", "version"];

    public ImmutableArray<LockedPackage> Read(ReadOnlySpan<byte> utf8)
    {
        var (document, error) = TomlReader.Parse(utf8);
        if (document is null)
            throw Problem("MB6101", error!.Span, error.Message, error.Hint);
        foreach (var entry in document.Entries.Where(static entry => entry.Key is not ("version" or "package")))
            throw Problem("MB6102", entry.KeySpan, $"unknown key \"{entry.Key}\"", "mcpbox lock writes this file; undo what was changed by hand");
        if (document.Find("version")?.Value is not TomlInteger { Value: LockText.Version })
            throw Problem("MB6103", new TomlSpan(1, 1, 1, 1), $"it is not of version {LockText.Version}", "use the mcpbox that wrote it, or remove it and run mcpbox lock again");
        if (document.Find("package") is not { } packages)
            return [];
        return packages.Value is TomlArray array
            ? [.. array.Items.Select(item => Package(item))]
            : throw Problem("MB6102", packages.Value.Span, "package is not a list of tables", "undo what was changed by hand");
    }

    private LockedPackage Package(TomlValue item)
    {
        if (item is not TomlTable table)
            throw Problem("MB6102", item.Span, "a package is not a table", "undo what was changed by hand");
        foreach (var entry in table.Entries.Where(static entry => !Keys.Contains(entry.Key, StringComparer.Ordinal)))
            throw Problem("MB6102", entry.KeySpan, $"unknown key \"{entry.Key}\"", "undo what was changed by hand");
        return new LockedPackage
        {
            Spec = SpecText.Parse(Text(table, "spec")!) ?? throw Problem("MB6102", table.Find("spec")!.Value.Span, "spec is not a package", "undo what was changed by hand"),
            Version = Text(table, "version")!,
            Toolchain = Text(table, "toolchain")!,
            Scripts = table.Find("scripts")?.Value is TomlBoolean flag ? flag.Value : throw Problem("MB6102", table.Span, "scripts is missing or not true or false", "undo what was changed by hand"),
            Resolution = Text(table, "resolution")!,
            Key = Hash(table, "key"),
            Tree = Hash(table, "tree"),
        };
    }

    private string? Text(TomlTable table, string key, bool needed = true) => table.Find(key)?.Value switch
    {
        TomlString { Value.Length: > 0 } text => text.Value,
        null when !needed => null,
        var other => throw Problem("MB6102", other?.Span ?? table.Span, $"{key} is missing, empty or not a text", "undo what was changed by hand"),
    };

    // It becomes the name of a folder.
    private string? Hash(TomlTable table, string key) => Text(table, key, needed: false) switch
    {
        null => null,
        { Length: 64 } hash when hash.All(char.IsAsciiHexDigitLower) => hash,
        _ => throw Problem("MB6102", table.Find(key)!.Value.Span, $"{key} is not 64 lower-case hexadecimal digits", "undo what was changed by hand"),
    };

    private PackageException Problem(string code, TomlSpan span, string message, string hint) => new(code, $"{path}:{span.Line}:{span.Column}: {message}", hint);
}
