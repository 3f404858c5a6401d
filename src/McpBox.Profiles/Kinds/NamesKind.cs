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
            good &= IsUsable(name, span, key, document) && IsPassable(name, span, key, document);
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
    public static bool IsUsable(string name, TomlSpan span, string key, Document document)
    {
        if (!NameRule.IsEnvironmentName(name))
        {
            document.Add(
                span, Codes.EnvironmentName, $"{key}: \"{name}\" is not a name of an environment variable",
                "use A-Z a-z 0-9 _, not beginning with a digit");
            return false;
        }

        if (NameRule.IsReserved(name))
        {
            document.Add(
                span, Codes.ReservedName, $"{key}: {name} is obeyed by the dynamic loader, or meant for mcpbox, before the server runs",
                "remove it; LD_*, GLIBC_TUNABLES, GCONV_PATH, LOCPATH and MCPBOX_* are reserved");
            return false;
        }

        return true;
    }

    private static bool IsPassable(string name, TomlSpan span, string key, Document document)
    {
        if (NameRule.MeansHostFolders(name))
        {
            document.Add(
                span, Codes.ReservedName, $"{key}: {name} names folders of the host, which are not there in the sandbox",
                "remove it; a value of your own goes under [environment.set]");
            return false;
        }

        return true;
    }
}
