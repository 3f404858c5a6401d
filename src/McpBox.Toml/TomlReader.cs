namespace McpBox.Toml;

/// <summary>Reads TOML 1.0 (https://toml.io/en/v1.0.0).</summary>
/// <remarks>
/// Narrower than the specification in three places, each reported as an error: a document of more than 4 MiB unless the caller takes
/// more, more than 128 tables and arrays inside each other, and a decimal float too large for 64 bits (<c>1e999</c>).
/// </remarks>
public static class TomlReader
{
    /// <summary>Parses a whole document. Never throws for any input.</summary>
    /// <param name="utf8">The file's bytes; a UTF-8 byte order mark is skipped.</param>
    /// <param name="maxBytes">A larger document is an error. It costs some times as much memory as it has bytes.</param>
    /// <returns>Either the root table or the first error, never both.</returns>
    public static (TomlTable? Document, TomlError? Error) Parse(ReadOnlySpan<byte> utf8, int maxBytes = Utf8Text.MaxBytes)
    {
        try
        {
            return (Document.Read(new Cursor(Utf8Text.Decode(utf8, maxBytes))), null);
        }
        catch (TomlFault fault)
        {
            return (null, fault.Error);
        }
    }
}
