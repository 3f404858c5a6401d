using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>The name of an OCI runtime, or nothing. A name, not a path: which program it is was decided by the daemon's owner.</summary>
internal sealed class RuntimeKind : OptionalTextKind
{
    public override string Text => "name";

    public override bool TryRead(TomlValue value, string key, Document document, out string? result)
    {
        if (!Schemas.Text.TryRead(value, key, document, out result))
        {
            return false;
        }

        if (NameRule.IsName(result))
        {
            return true;
        }

        document.Add(
            value.Span, Codes.RuntimeName, $"{key} = {TextKind.Quote(result)} is not a name of a runtime",
            $"docker info lists the runtimes; a name is {NameRule.Text}");
        return false;
    }
}
