namespace McpBox.Toml;

/// <summary>Why a document is not TOML 1.0.</summary>
/// <param name="Span">Where; inside the document, empty at the end of a line or of the file.</param>
/// <param name="Message">What is wrong, one line, without the place.</param>
/// <param name="Hint">The next step, one line.</param>
public sealed record TomlError(TomlSpan Span, string Message, string Hint);
