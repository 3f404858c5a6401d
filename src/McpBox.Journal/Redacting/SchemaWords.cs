using System.Collections.Frozen;
using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>
/// The words of JSON Schema by which a definition is told from a value: tools/list is full of properties that are called <c>password</c>.
/// What is not among them (<c>default</c>, <c>const</c>, <c>enum</c>, <c>examples</c>) may hold a value.
/// </summary>
internal static class SchemaWords
{
    private static readonly FrozenSet<string> Defining = FrozenSet.Create(StringComparer.Ordinal, "properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private static readonly FrozenSet<string> Nesting = FrozenSet.Create(StringComparer.Ordinal, "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "items", "additionalProperties");

    private static readonly FrozenSet<string> Describing = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. Defining, .. Nesting, "type", "title", "description", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems",
            "uniqueItems", "required", "readOnly", "writeOnly", "deprecated", "nullable", "$ref", "$comment", "contentEncoding", "contentMediaType",
        ]);

    /// <summary>Whether the keys below are names of properties.</summary>
    public static bool Define(ReadOnlySpan<byte> name) => Holds(Defining, name);

    /// <summary>Whether below stand definitions of the same property.</summary>
    public static bool Nest(ReadOnlySpan<byte> name) => Holds(Nesting, name);

    /// <summary>Whether the value says what a property is like, and is not one of its values.</summary>
    public static bool Describe(ReadOnlySpan<byte> name) => Holds(Describing, name);

    private static bool Holds(FrozenSet<string> words, ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[32];
        return name.Length <= chars.Length && Ascii.ToUtf16(name, chars, out var length) == System.Buffers.OperationStatus.Done
            && words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(chars[..length]);
    }
}
