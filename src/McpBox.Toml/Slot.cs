namespace McpBox.Toml;

/// <summary>A key of a table that is being read.</summary>
internal sealed class Slot(string key, TomlSpan keySpan, Node node)
{
    public string Key => key;

    public Node Node => node;

    /// <summary>Where the key was defined; moves from the key that implied a table to the header that defines it.</summary>
    public TomlSpan KeySpan { get; set; } = keySpan;
}
