using System.Collections.Immutable;
using McpBox.Packages.Specs;
using McpBox.Sandbox;
using McpBox.Toml;

namespace McpBox.Packages.Locking;

/// <summary>Reads the text of a lock file; whatever is not as <see cref="LockText"/> writes it is a problem.</summary>
/// <param name="path">Stands in front of every problem.</param>
internal sealed class LockReader(string path)
{
    private const string WriteAnew = "remove this package from the file, then write it anew: mcpbox lock";
    private const string Conflict = "if two branches changed the file, take one side, then: mcpbox lock";

    private static readonly string[] TopKeys = ["version", "package"];
    private static readonly string[] PackageKeys = ["spec", "version", "toolchain", "scripts", "tree", "resolution"];

    private readonly List<Refusal> _problems = [];

    public LockReading Read(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        var packages = ReadPackages(utf8, maxBytes);
        return _problems.Count > 0 ? new LockReading(null, [.. _problems]) : new LockReading(new LockFile([.. packages.Order(LockOrder.Instance)]), []);
    }

    private List<LockedPackage> ReadPackages(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        // Never written; and a hash of a text whose line ends were changed is another hash.
        if (utf8.IndexOf((byte)'\r') is >= 0 and var place)
        {
            var line = utf8[..place].Count((byte)'\n') + 1;
            Add(new TomlSpan(line, 1, line, 1), LockCodes.LineEnds, "the line ends were changed to CRLF, or a carriage return was written here",
                "check it out as it was committed; in .gitattributes: mcpbox.lock text eol=lf");
            return [];
        }

        var (table, error) = TomlReader.Parse(utf8, maxBytes);
        if (error is not null)
            Add(error.Span, LockCodes.Syntax, error.Message, $"{error.Hint} {Conflict}");
        return table is null || !IsOurs(table) ? [] : ReadPackages(table);
    }

    private bool IsOurs(TomlTable table)
    {
        switch (table.Find("version")?.Value)
        {
            case TomlInteger { Value: LockText.Version }:
                return true;
            case TomlInteger { Value: > LockText.Version } newer:
                Add(newer.Span, LockCodes.Newer, $"the lock file has version {newer.Value}, this mcpbox knows version {LockText.Version}", "install a newer mcpbox");
                return false;
            case var other:
                Add(other?.Span ?? table.Span, LockCodes.NotALockFile, $"this is no lock file of mcpbox: it does not say `version = {LockText.Version}`",
                    "move the file away; mcpbox lock writes one");
                return false;
        }
    }

    private List<LockedPackage> ReadPackages(TomlTable table)
    {
        RefuseUnknown(table, TopKeys);
        var packages = new List<LockedPackage>();
        var value = table.Find("package")?.Value;
        if (value is not (null or TomlArray))
            Wrong(value, "`package` is an array of tables: [[package]]");
        foreach (var item in (value as TomlArray)?.Items ?? [])
        {
            if (item is not TomlTable entry)
                Wrong(item, "a package is a table: [[package]]");
            else if (ReadPackage(entry) is not { } package)
                continue;
            else if (packages.Exists(other => LockOrder.Instance.Compare(other, package) == 0))
                Add(entry.Span, LockCodes.Duplicate, $"{package.Spec} stands twice for {package.Toolchain}", $"remove one of the two. {Conflict}");
            else
                packages.Add(package);
        }

        return packages;
    }

    /// <summary>Null when there is a problem.</summary>
    private LockedPackage? ReadPackage(TomlTable entry)
    {
        var before = _problems.Count;
        RefuseUnknown(entry, PackageKeys);
        var spec = ReadSpec(entry);
        var version = Text(entry, "version", LockedText.IsLine, "a version of one line");
        var toolchain = Text(entry, "toolchain", LockedText.IsLine, "a toolchain of one line");
        var resolution = Text(entry, "resolution", _ => true, "a text");
        var tree = entry.Find("tree") is null ? null : Text(entry, "tree", LockedText.IsHash, "a SHA-256 in lower-case hexadecimal digits");
        var scripts = Flag(entry, "scripts");
        if (_problems.Count > before)
            return null;
        return new LockedPackage
        {
            Spec = spec!,
            Version = version!,
            Toolchain = toolchain!,
            Scripts = scripts,
            Tree = tree,
            Resolution = resolution!,
        };
    }

    private PackageSpec? ReadSpec(TomlTable entry)
    {
        var text = Text(entry, "spec", value => SpecText.Parse(value) is not null, "a spec such as npm:@scope/name@^1.2");
        return text is null ? null : SpecText.Parse(text);
    }

    /// <summary>Null when there is a problem.</summary>
    private string? Text(TomlTable entry, string key, Func<string, bool> isValid, string what)
    {
        switch (entry.Find(key)?.Value)
        {
            case null:
                Missing(entry, key);
                return null;
            case TomlString text when isValid(text.Value):
                return text.Value;
            case var other:
                Wrong(other, $"`{key}` is not {what}");
                return null;
        }
    }

    private bool Flag(TomlTable entry, string key)
    {
        switch (entry.Find(key)?.Value)
        {
            case null:
                Missing(entry, key);
                return false;
            case TomlBoolean flag:
                return flag.Value;
            case var other:
                Wrong(other, $"`{key}` is neither true nor false");
                return false;
        }
    }

    private void RefuseUnknown(TomlTable table, string[] known)
    {
        foreach (var entry in table.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            var name = entry.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? $"the key `{entry.Key}`" : "this key";
            Add(entry.KeySpan, LockCodes.UnknownKey, $"{name} does not exist here", "remove it; mcpbox lock writes the whole file");
        }
    }

    private void Missing(TomlTable entry, string key) =>
        Add(entry.Span, LockCodes.MissingKey, $"this package has no `{key}`", WriteAnew);

    private void Wrong(TomlValue value, string message) => Add(value.Span, LockCodes.BadValue, message, WriteAnew);

    private void Add(TomlSpan span, string code, string message, string hint) =>
        _problems.Add(new Refusal(code, $"{path}:{span.Line}:{span.Column}: {message}", hint));
}
