namespace McpBox.Toml;

/// <summary>Bounds how deep a document nests: neither this reader nor a recursive reader of its result can run out of stack.</summary>
internal static class Nesting
{
    /// <summary>Tables and arrays around a value without the root, whether written as headers, dotted keys, brackets or braces.</summary>
    public const int Deepest = 128;

    public static void Check(int depth, TomlSpan span)
    {
        if (depth > Deepest)
            throw new TomlFault(span, $"more than {Deepest} tables and arrays inside each other", "Flatten the document.");
    }
}
