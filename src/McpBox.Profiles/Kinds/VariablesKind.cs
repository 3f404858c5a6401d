using System.Collections.Immutable;
using System.Text;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A table of environment variables with their values.</summary>
internal sealed class VariablesKind : Kind<ImmutableSortedDictionary<string, string>>
{
    public override string Text => "table of strings";

    public override bool TryRead(
        TomlValue value, string key, Document document, out ImmutableSortedDictionary<string, string> result)
    {
        result = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if (value is not TomlTable table)
        {
            document.AddWrongType(value, key, "a table of strings");
            return false;
        }

        var good = true;
        foreach (var entry in table.Entries)
        {
            good &= NamesKind.IsUsable(entry.Key, entry.KeySpan, key, document);
            good &= Schemas.Text.TryRead(entry.Value, $"{key}.{entry.Key}", document, out var text);
            result = result.SetItem(entry.Key, text ?? "");
        }

        return good;
    }

    public override string Write(ImmutableSortedDictionary<string, string> value) =>
        $"{{ {string.Join(", ", value.Select(pair => $"{pair.Key} = {TextKind.Quote(pair.Value)}"))} }}";

    public override void WriteEntry(string path, ImmutableSortedDictionary<string, string> value, StringBuilder output)
    {
        if (value.IsEmpty)
        {
            return;
        }

        output.Append($"\n[{path}]\n");
        foreach (var (name, text) in value)
        {
            output.Append($"{name} = {TextKind.Quote(text)}\n");
        }
    }
}
