namespace McpBox.Journal;

/// <summary>A record could not be written. The session must end closed: what is not recorded is not forwarded.</summary>
public sealed class JournalException(string code, string message, string hint, Exception? inner = null) : Exception($"{code} {message}", inner)
{
    public string Code { get; } = code;

    public string Reason { get; } = message;

    public string Hint { get; } = hint;
}
