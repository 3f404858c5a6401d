using McpBox.Profiles.Kinds;

namespace McpBox.Profiles;

/// <summary>Text as a TOML 1.0 value.</summary>
public static class TomlBasicString
{
    /// <summary>A basic string, with everything escaped that a terminal could act on.</summary>
    public static string Quote(string value) => TextKind.Quote(value);
}
