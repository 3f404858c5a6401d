using System.Globalization;
using System.Text;

namespace McpBox.Session.Planning;

/// <summary>Pieces of TOML for people to copy.</summary>
internal static class TomlText
{
    /// <summary>A basic string (TOML 1.0, String), quotes included.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' or '\x7f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>The lines that declare a read-only mount of <paramref name="source"/> at its own path.</summary>
    public static string Mount(string source, bool allowSensitive = false) =>
        $"[[filesystem.mounts]]\nsource = {Quote(source)}{(allowSensitive ? "\nallow_sensitive = true" : "")}";
}
