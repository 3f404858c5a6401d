using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>One of a few words.</summary>
/// <param name="growing">Others are planned, so that an unknown word is told apart from a typing error.</param>
internal sealed class ChoiceKind(ImmutableArray<string> choices, bool growing = false) : Kind<string>
{
    public override string Text => string.Join(", ", choices.Select(choice => $"`\"{choice}\"`"));

    public override bool TryRead(TomlValue value, string key, Document document, [MaybeNullWhen(false)] out string result)
    {
        result = (value as TomlString)?.Value;
        if (result is null)
        {
            document.AddWrongType(value, key, "a string");
            return false;
        }

        if (choices.Contains(result))
        {
            return true;
        }

        var hint = NearestName.Hint(result, choices, "choices");
        if (growing)
        {
            document.Add(value.Span, Codes.DoesNotExistYet, $"{key} = \"{result}\" does not exist yet", hint);
        }
        else
        {
            document.Add(value.Span, Codes.NotAChoice, $"{key} = \"{result}\" is none of its choices", hint);
        }

        return false;
    }

    public override string Write(string value) => TextKind.Quote(value);
}
