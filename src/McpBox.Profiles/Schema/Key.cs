using System.Text;
using McpBox.Profiles.Kinds;
using McpBox.Toml;

namespace McpBox.Profiles.Schema;

/// <summary>One row of a schema table.</summary>
internal abstract class Key<TOwner>
{
    /// <summary>Dotted path from the owner's root.</summary>
    public required string Path { get; init; }

    /// <summary>What it means, one line of Markdown for the manual.</summary>
    public required string Meaning { get; init; }

    public Scopes Scopes { get; init; } = Scopes.User;

    /// <summary>What a project may do with it; empty for nothing.</summary>
    public string Tightening { get; init; } = "";

    /// <summary>Type and range, for the manual.</summary>
    public abstract string TypeText { get; }

    public string Section => Path.LastIndexOf('.') is var dot and >= 0 ? Path[..dot] : "";

    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>The owner's value as TOML.</summary>
    public abstract string ValueText(TOwner owner);

    /// <summary>Reads the value; null after reporting what is wrong with it.</summary>
    public abstract Setting<TOwner>? Read(TomlEntry entry, Document document);

    /// <summary>Appends the owner's value as TOML; nothing when it has none.</summary>
    public abstract void Write(TOwner owner, StringBuilder output);
}

internal sealed class Key<TOwner, TValue> : Key<TOwner>
{
    public required Kind<TValue> Kind { get; init; }

    public required Func<TOwner, TValue> Get { get; init; }

    public required Func<TOwner, TValue, TOwner> Set { get; init; }

    /// <summary>(current, wanted): whether the wanted value allows more.</summary>
    public Func<TValue, TValue, bool>? Loosens { get; init; }

    public override string TypeText => Kind.Text;

    public override string ValueText(TOwner owner) => Kind.Write(Get(owner));

    public override Setting<TOwner>? Read(TomlEntry entry, Document document) =>
        Kind.TryRead(entry.Value, Path, document, out var value)
            ? new Setting<TOwner>(
                Path,
                document.At(entry.Value.Span),
                owner => Set(owner, value),
                owner => Loosens?.Invoke(Get(owner), value) ?? true,
                Kind.Write(value),
                ValueText)
            : null;

    public override void Write(TOwner owner, StringBuilder output) => Kind.WriteEntry(Path, Get(owner), output);
}
