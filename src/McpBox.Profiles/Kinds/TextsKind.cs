using System.Collections.Immutable;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An array of strings.</summary>
internal sealed class TextsKind : Kind<ImmutableArray<string>>
{
    public override string Text => "array of strings";

    public override bool TryRead(TomlValue value, string key, Document document, out ImmutableArray<string> result)
    {
        result = [];
        if (value is not TomlArray array)
        {
            document.AddWrongType(value, key, "an array of strings");
            return false;
        }

        var good = true;
        foreach (var item in array.Items)
        {
            good &= Schemas.Text.TryRead(item, $"each of {key}", document, out var text);
            result = text is null ? result : result.Add(text);
        }

        return good;
    }

    public override string Write(ImmutableArray<string> value) => $"[{string.Join(", ", value.Select(TextKind.Quote))}]";
}
