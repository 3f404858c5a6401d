using System.Runtime.InteropServices;
using System.Text;

namespace McpBox.Toml.Tests;

/// <summary>Writes a document in one of its many ways: headers in any order, dotted keys, inline tables, comments, line ends.</summary>
internal sealed class TomlPrinter(Random random)
{
    private readonly TomlText _text = new(random);
    private readonly StringBuilder _document = new();

    public static string Print(TomlTable root, int style)
    {
        var printer = new TomlPrinter(new Random(style));
        printer.Section(root, path: "", header: "");
        return printer._document.ToString();
    }

    private void Section(TomlTable table, string path, string header)
    {
        var pairs = new List<string>();
        var below = new List<TomlEntry>();
        foreach (var entry in table.Entries)
        {
            if (CanStandBelow(entry.Value) && _text.Flip())
                below.Add(entry);
            else
                Pairs(_text.Key(entry.Key), entry.Value, pairs);
        }

        random.Shuffle(CollectionsMarshal.AsSpan(pairs));
        var isElement = header.StartsWith("[[", StringComparison.Ordinal);
        var canBeImplied = below.Count > 0 && !isElement;
        var comesLate = canBeImplied && path.Length > 0 && _text.Flip();
        if (!comesLate)
            HeaderAndPairs(canBeImplied && pairs.Count == 0 && _text.Flip() ? "" : header, pairs);
        foreach (var entry in below)
            Below(entry.Value, path + (path.Length > 0 ? _text.Pick(".", " . ") : "") + _text.Key(entry.Key));
        if (comesLate)
            HeaderAndPairs(header, pairs);
    }

    private void Below(TomlValue value, string path)
    {
        if (value is TomlTable table)
            Section(table, path, $"[{_text.Blanks()}{path}{_text.Blanks()}]");
        foreach (var item in (value as TomlArray)?.Items ?? [])
            Section((TomlTable)item, path, $"[[{_text.Blanks()}{path}{_text.Blanks()}]]");
    }

    private static bool CanStandBelow(TomlValue value) =>
        value is TomlTable || (value is TomlArray { Items.Count: > 0 } array && array.Items.All(item => item is TomlTable));

    /// <summary>One pair, or a pair for each leaf of a table that is written with dotted keys.</summary>
    private void Pairs(string key, TomlValue value, List<string> pairs)
    {
        if (value is TomlTable { Entries.Count: > 0 } table && _text.Flip())
        {
            foreach (var entry in table.Entries)
                Pairs($"{key}{_text.Pick(".", " .\t")}{_text.Key(entry.Key)}", entry.Value, pairs);
        }
        else
        {
            pairs.Add($"{key}{_text.Blanks()}={_text.Blanks()}{Value(value)}");
        }
    }

    private string Value(TomlValue value)
    {
        switch (value)
        {
            case TomlTable table:
                var pairs = new List<string>();
                foreach (var entry in table.Entries)
                    Pairs(_text.Key(entry.Key), entry.Value, pairs);
                return $"{{{_text.Blanks()}{string.Join($"{_text.Blanks()},{_text.Blanks()}", pairs)}{_text.Blanks()}}}";
            case TomlArray array:
                var items = array.Items.Select(item => Gap() + Value(item) + Gap()).ToList();
                return $"[{Gap()}{string.Join(',', items)}{(items.Count > 0 ? _text.Pick("", ",") : "")}{Gap()}]";
            default:
                return _text.Scalar(value);
        }
    }

    private string Gap() => _text.Pick("", "", " ", "\n", "\t\r\n ", " # ] é\n");

    private void HeaderAndPairs(string header, List<string> pairs)
    {
        foreach (var line in pairs.Prepend(header))
        {
            var comment = _text.Pick("", "", " # \"comment\" 🦀");
            _document.Append(_text.Blanks()).Append(line).Append(comment).Append(_text.Pick("\n", "\r\n", "\n\n"));
        }
    }
}
