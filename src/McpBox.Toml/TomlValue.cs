namespace McpBox.Toml;

/// <summary>
/// A stretch of the document. Lines and columns are 1-based; a column counts Unicode scalar values; the end is exclusive.
/// </summary>
public readonly record struct TomlSpan(int Line, int Column, int EndLine, int EndColumn);

/// <summary>A value of a TOML 1.0 document with the place where it stands.</summary>
public abstract record TomlValue(TomlSpan Span)
{
    /// <summary>The type's name as the specification writes it (<c>string</c>, <c>integer</c>, <c>array</c> …), for messages.</summary>
    public abstract string TypeName { get; }
}

public sealed record TomlString(string Value, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "string";
}

public sealed record TomlInteger(long Value, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "integer";
}

public sealed record TomlFloat(double Value, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "float";
}

public sealed record TomlBoolean(bool Value, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "boolean";
}

public enum TomlDateTimeKind
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

/// <summary>Any of the four date-time types.</summary>
/// <param name="Text">Normalised RFC 3339 text: <c>T</c> between date and time, <c>Z</c> upper case, fraction as written.</param>
public sealed record TomlDateTime(TomlDateTimeKind Kind, string Text, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => Kind switch
    {
        TomlDateTimeKind.OffsetDateTime => "offset date-time",
        TomlDateTimeKind.LocalDateTime => "local date-time",
        TomlDateTimeKind.LocalDate => "local date",
        _ => "local time",
    };
}

public sealed record TomlArray(IReadOnlyList<TomlValue> Items, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "array";
}

/// <summary>A key with its value, in the order of the document.</summary>
/// <param name="KeySpan">The last part of the key where it was defined.</param>
public sealed record TomlEntry(string Key, TomlSpan KeySpan, TomlValue Value);

/// <summary>A table: keys in the order in which they first appear.</summary>
/// <param name="Entries">No key twice.</param>
/// <param name="Span">The header <c>[a.b]</c>, the inline table, or the first key that implied it; the root's is 1:1.</param>
public sealed record TomlTable(IReadOnlyList<TomlEntry> Entries, TomlSpan Span) : TomlValue(Span)
{
    public override string TypeName => "table";

    public TomlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        return null;
    }
}
