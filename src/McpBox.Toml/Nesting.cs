namespace McpBox.Toml;

/// <summary>Bounds how deep a document nests, so that neither this reader nor a recursive reader of its result can run out of stack.</summary>
internal static class Nesting
{
    /// <summary>Tables and arrays around a value, the root not counted. However they are written: headers, dotted keys, brackets, braces.</summary>
    public const int Deepest = 128;

    public static void Check(int depth, TomlSpan span)
    {
        if (depth > Deepest)
            throw new TomlFault(span, $"more than {Deepest} tables and arrays inside each other", "Flatten the document.");
    }
}
