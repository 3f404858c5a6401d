using System.Collections.Immutable;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An array of names of environment variables, none of them twice.</summary>
internal sealed class NamesKind : Kind<ImmutableArray<string>>
{
    private static readonly TextsKind Texts = new();

    public override string Text => "array of names";

    public override bool TryRead(TomlValue value, string key, Document document, out ImmutableArray<string> result)
    {
        if (!Texts.TryRead(value, key, document, out result))
        {
            return false;
        }

        var good = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, span) in result.Zip(((TomlArray)value).Items, (name, item) => (name, item.Span)))
        {
            good &= Report(VariableNames.FaultOfPassed(key, name), span, document);
            if (!seen.Add(name))
            {
                document.Add(span, Codes.NamedTwice, $"{key} names \"{name}\" twice", "remove one of them");
                good = false;
            }
        }

        return good;
    }

    public override string Write(ImmutableArray<string> value) => Texts.Write(value);

    /// <summary>Whether mcpbox may hand on a variable of this name; reports why not.</summary>
    public static bool IsUsable(string name, TomlSpan span, string key, Document document) =>
        Report(VariableNames.FaultOf(key, name), span, document);

    private static bool Report((string Code, string Message, string Hint)? fault, TomlSpan span, Document document)
    {
        if (fault is var (code, message, hint))
        {
            document.Add(span, code, message, hint);
        }

        return fault is null;
    }
}
