using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A boolean.</summary>
internal sealed class FlagKind : Kind<bool>
{
    public override string Text => "boolean";

    public override bool TryRead(TomlValue value, string key, Document document, out bool result)
    {
        result = value is TomlBoolean { Value: true };
        if (value is not TomlBoolean)
        {
            document.AddWrongType(value, key, "true or false");
        }

        return value is TomlBoolean;
    }

    public override string Write(bool value) => value ? "true" : "false";
}
