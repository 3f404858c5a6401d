using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>An absolute path inside the sandbox, or nothing. Compared as text, so it must be written in its plain form.</summary>
internal sealed class SandboxPathKind : OptionalTextKind
{
    public override string Text => "absolute path";

    public override bool TryRead(TomlValue value, string key, Document document, out string? result)
    {
        if (!Schemas.Text.TryRead(value, key, document, out result))
        {
            return false;
        }

        if (!result.StartsWith('/'))
        {
            document.Add(value.Span, Codes.BadPath, $"{key} = \"{result}\" is not absolute", "begin the path with /");
            return false;
        }

        if (result.Split('/').Any(part => part is "." or ".."))
        {
            document.Add(value.Span, Codes.BadPath, $"{key} = \"{result}\" has . or .. in it", "write the path without them");
            return false;
        }

        result = "/" + string.Join('/', result.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return true;
    }
}
