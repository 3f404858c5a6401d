namespace McpBox.Profiles;

/// <summary>Names that become parts of file names, cgroup names and command lines.</summary>
internal static class NameRule
{
    public const string Text = "1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit";

    /// <summary>Names of servers and profiles. A leading dot or dash would make <c>..</c> and <c>--help</c> names.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>POSIX.1-2017, 8.1: letters, digits and underscore, not beginning with a digit.</summary>
    public static bool IsEnvironmentName(string name) =>
        name.Length is > 0 and <= 128
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The dynamic loader obeys these before the server's own code, in whatever an engine starts first: nobody's to set.</summary>
    public static bool IsReserved(string name) =>
        name is "GLIBC_TUNABLES" or "GCONV_PATH" or "LOCPATH"
        || name.StartsWith("LD_", StringComparison.Ordinal)
        || name.StartsWith("MCPBOX_", StringComparison.Ordinal);

    /// <summary>The caller's values name folders of the host. Values of one's own are welcome.</summary>
    public static bool MeansHostFolders(string name) => name is "PATH" or "HOME" or "TMPDIR" or "PWD";
}
