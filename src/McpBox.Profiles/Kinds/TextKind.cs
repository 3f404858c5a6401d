using System.Diagnostics.CodeAnalysis;
using System.Text;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>Any string without NUL, which neither argv nor environ can carry.</summary>
internal sealed class TextKind : Kind<string>
{
    public override string Text => "string";

    public override bool TryRead(TomlValue value, string key, Document document, [MaybeNullWhen(false)] out string result)
    {
        result = null;
        if (value is not TomlString text)
        {
            document.AddWrongType(value, key, "a string");
            return false;
        }

        if (text.Value.Contains('\0', StringComparison.Ordinal))
        {
            document.Add(
                value.Span, Codes.NulCharacter, $"{key} holds a NUL character, which ends a string for the kernel", "remove \\u0000");
            return false;
        }

        result = text.Value;
        return true;
    }

    public override string Write(string value) => Quote(value);

    /// <summary>A basic string (TOML 1.0), with everything escaped that a terminal could act on.</summary>
    public static string Quote(string value)
    {
        var output = new StringBuilder("\"", value.Length + 2);
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\t' => output.Append("\\t"),
                _ when PlainText.IsUnsafe(rune) => AppendEscaped(output, rune),
                _ => output.Append(rune.ToString()),
            };
        }

        return output.Append('"').ToString();
    }

    private static StringBuilder AppendEscaped(StringBuilder output, Rune rune)
    {
        PlainText.AppendEscaped(output, rune);
        return output;
    }
}
