namespace McpBox.Profiles;

/// <summary>Names that become parts of file names, cgroup names and command lines.</summary>
internal static class NameRule
{
    public const string Text = "1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit";

    /// <summary>Names of servers and profiles. A leading dot or dash would make <c>..</c> and <c>--help</c> names.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>POSIX.1-2017, 8.1: letters, digits and underscore, not beginning with a digit.</summary>
    public static bool IsEnvironmentName(string name) =>
        name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>
    /// Names whose values mcpbox decides, or (<c>LD_*</c>, <c>GLIBC_TUNABLES</c>) which the dynamic loader would obey in mcpbox's own
    /// programs before the server runs.
    /// </summary>
    public static bool IsReserved(string name) =>
        name is "PATH" or "HOME" or "TMPDIR" or "PWD" or "GLIBC_TUNABLES"
        || name.StartsWith("LD_", StringComparison.Ordinal)
        || name.StartsWith("MCPBOX_", StringComparison.Ordinal);
}
