namespace McpBox.Toml;

/// <summary>
/// Leaves the recursive descent at the first error. It never leaves <see cref="TomlReader.Parse"/>, which turns it into its result:
/// the readers below stay plain functions of "here is a value" instead of each passing the failures of all others on.
/// </summary>
internal sealed class TomlFault(TomlSpan span, string message, string hint) : Exception(message)
{
    public TomlError Error { get; } = new(span, message, hint);
}
