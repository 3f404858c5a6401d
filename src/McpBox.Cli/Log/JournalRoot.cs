namespace McpBox.Cli.Log;

/// <summary>Where sessions are recorded: <c>$XDG_STATE_HOME/mcpbox/journal</c>, else <c>~/.local/state/mcpbox/journal</c>.</summary>
internal static class JournalRoot
{
    /// <summary>An <c>XDG_STATE_HOME</c> that is not absolute is ignored, as the XDG Base Directory Specification demands.</summary>
    public static string FromEnvironment(Func<string, string?> variable) => Path.Combine(State(variable), "journal");

    /// <summary>Where mcpbox keeps keys of its own: <c>keys</c> beside the journal.</summary>
    public static string KeysFromEnvironment(Func<string, string?> variable) => Path.Combine(State(variable), "keys");

    private static string State(Func<string, string?> variable)
    {
        var state = variable("XDG_STATE_HOME");
        if (state is null || !Path.IsPathFullyQualified(state))
            state = Path.Combine(variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "mcpbox");
    }
}
