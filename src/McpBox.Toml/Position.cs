namespace McpBox.Toml;

/// <summary>A place between two characters of the text: 0-based offset in UTF-16 units, 1-based line and column in scalar values.</summary>
internal readonly record struct Position(int Offset, int Line, int Column);
