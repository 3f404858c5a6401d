using McpBox.Profiles.Schema;
using McpBox.Toml;

namespace McpBox.Profiles.Kinds;

/// <summary>A boolean.</summary>
/// <param name="onlyTrue">For keys that can only add to what holds: leaving them out is the other choice.</param>
internal sealed class FlagKind(bool onlyTrue = false) : Kind<bool>
{
    public override string Text => onlyTrue ? "`true`" : "boolean";

    public override bool TryRead(TomlValue value, string key, Document document, out bool result)
    {
        result = value is TomlBoolean { Value: true };
        if (value is not TomlBoolean)
        {
            document.AddWrongType(value, key, onlyTrue ? "true" : "true or false");
            return false;
        }

        if (onlyTrue && !result)
        {
            document.Add(value.Span, Codes.NotAChoice, $"{key} = false takes nothing back", "leave the key out");
            return false;
        }

        return true;
    }

    public override string Write(bool value) => value ? "true" : "false";
}
