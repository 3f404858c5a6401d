namespace McpBox.Export;

/// <summary>Calls cannot be handed to where they should go.</summary>
/// <param name="code">Stable, <c>MB46nn</c>.</param>
/// <param name="message">The thing and the cause, one line. May quote a receiver: a stranger's text.</param>
/// <param name="hint">The next step, one line.</param>
public sealed class ExportException(string code, string message, string hint, Exception? inner = null) : Exception($"{code} {message}", inner)
{
    public string Code { get; } = code;

    public string Reason { get; } = message;

    public string Hint { get; } = hint;
}
