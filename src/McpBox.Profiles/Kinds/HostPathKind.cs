using System.Diagnostics.CodeAnalysis;
using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A path of the host: absolute, or below the caller's home as <c>~/…</c>.</summary>
internal sealed class HostPathKind : Kind<string>
{
    public override string Text => "absolute path or `~/…`";

    public override bool TryRead(TomlValue value, string key, Document document, [MaybeNullWhen(false)] out string result)
    {
        if (!Schemas.Text.TryRead(value, key, document, out result))
        {
            return false;
        }

        if (result == "~" || result.StartsWith("~/", StringComparison.Ordinal))
        {
            if (document.Home is null)
            {
                document.Add(
                    value.Span, Codes.NoHome, $"{key} = \"{result}\" needs HOME, which is unset or not absolute",
                    "write the absolute path, or start mcpbox with HOME set");
                return false;
            }

            result = document.Home.TrimEnd('/') + result[1..];
            return true;
        }

        if (!result.StartsWith('/'))
        {
            document.Add(
                value.Span, Codes.BadPath, $"{key} = \"{result}\" is relative, and a client may start mcpbox anywhere",
                "write an absolute path, or one that begins with ~/");
            return false;
        }

        return true;
    }

    public override string Write(string value) => TextKind.Quote(value);
}
