namespace McpBox.Toml;

/// <summary>What a key stands for while the document is read.</summary>
internal abstract class Node
{
    public abstract TomlValue Freeze();
}

/// <summary>A value that nothing can be added to: scalars, static arrays, inline tables.</summary>
internal sealed class FinishedNode(TomlValue value) : Node
{
    public override TomlValue Freeze() => value;
}

/// <summary>An array of tables, which grows with each <c>[[header]]</c>.</summary>
internal sealed class TableArrayNode(TomlSpan firstHeader, int depth) : Node
{
    private readonly List<TableNode> _elements = [];

    public TableNode Last => _elements[^1];

    public TableNode Append(TomlSpan header)
    {
        var element = new TableNode(TableOrigin.Header, header, depth + 1);
        _elements.Add(element);
        return element;
    }

    public override TomlArray Freeze() => new([.. _elements.Select(element => element.Freeze())], firstHeader);
}
