namespace McpBox.Journal;

/// <summary>
/// The journal cannot do what was asked. From <see cref="JournalWriter"/> it means that a record could not be written and the session must end
/// closed: what is not recorded is not forwarded.
/// </summary>
/// <param name="code">Stable, <c>MB4nnn</c>.</param>
/// <param name="message">The thing and the cause, one line.</param>
/// <param name="hint">The next step, one line.</param>
public sealed class JournalException(string code, string message, string hint, Exception? inner = null) : Exception($"{code} {message}", inner)
{
    public string Code { get; } = code;

    public string Reason { get; } = message;

    public string Hint { get; } = hint;
}
