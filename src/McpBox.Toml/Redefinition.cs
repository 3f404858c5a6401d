namespace McpBox.Toml;

/// <summary>The faults of keys that stand for something else already.</summary>
internal static class Redefinition
{
    /// <summary>The fault for a key whose first <paramref name="count"/> parts lead to what exists.</summary>
    public static TomlFault Of(DottedKey key, int count, Slot existing)
    {
        var (what, hint) = existing.Node switch
        {
            TableArrayNode => ("an array of tables", "Add an element with `[[…]]` and write its keys below that header."),
            TableNode { Origin: TableOrigin.Dotted } =>
                ("a table that dotted keys define", "Write all its keys where the dotted keys stand."),
            TableNode => ("a table", "Write all its keys below its first header, once."),
            var finished => OfValue(finished.Freeze()),
        };
        var first = existing.KeySpan;
        var message = $"{key.Show(count)} is defined already, on line {first.Line}, column {first.Column}, as {what}";
        return new TomlFault(key.Parts[count - 1].Span, message, hint);
    }

    private static (string What, string Hint) OfValue(TomlValue value) => value switch
    {
        TomlTable => ("an inline table, which nothing can extend", "Write all its keys inside the braces."),
        { TypeName: ['a' or 'i' or 'o', ..] } => ($"an {value.TypeName}", "Remove or rename one of the two."),
        _ => ($"a {value.TypeName}", "Remove or rename one of the two."),
    };
}
