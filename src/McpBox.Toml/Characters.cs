namespace McpBox.Toml;

/// <summary>The character classes of the grammar.</summary>
internal static class Characters
{
    public static bool IsBlank(char c) => c is ' ' or '\t';

    /// <summary>What neither a comment nor a string may contain. U+0080 to U+009F are allowed by the grammar.</summary>
    public static bool IsControl(char c) => (c < ' ' && c != '\t') || c == '\x7F';

    public static bool IsBareKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>True for what can follow an unquoted value. All else is taken with it, so that a message can show the whole word.</summary>
    public static bool EndsBareValue(char c) => IsBlank(c) || IsControl(c)
        || c is ',' or '#' or '=' or '"' or '\'' or '[' or ']' or '{' or '}';
}
