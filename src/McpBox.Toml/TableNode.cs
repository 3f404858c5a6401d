namespace McpBox.Toml;

/// <summary>A table that can still grow, by the rules of <see cref="TableOrigin"/>.</summary>
internal sealed class TableNode(TableOrigin origin, TomlSpan span, int depth) : Node
{
    private readonly OrderedDictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private TomlSpan _span = span;

    public TableOrigin Origin { get; private set; } = origin;

    /// <summary>How many tables and arrays are around this one; the root has none.</summary>
    public int Depth => depth;

    /// <summary>Adds a key with its value; each part before the last defines a table.</summary>
    public void Assign(DottedKey key, TomlValue value)
    {
        var table = this;
        for (var i = 0; i < key.Parts.Count - 1; i++)
            table = table.StepIntoDotted(key, i);
        if (table._slots.TryGetValue(key.Last.Name, out var existing))
            throw Redefinition.Of(key, key.Parts.Count, existing);
        table.Add(key.Last, new FinishedNode(value));
    }

    /// <summary>The table that the header <c>[key]</c> defines below this root.</summary>
    public TableNode DefineTable(DottedKey key, TomlSpan header)
    {
        var parent = StepToParent(key);
        if (!parent._slots.TryGetValue(key.Last.Name, out var existing))
            return parent.AddTable(key.Last, TableOrigin.Header, header);
        if (existing.Node is not TableNode { Origin: TableOrigin.Implied } table)
            throw Redefinition.Of(key, key.Parts.Count, existing);
        existing.KeySpan = key.Last.Span;
        table.Origin = TableOrigin.Header;
        table._span = header;
        return table;
    }

    /// <summary>The element that the header <c>[[key]]</c> appends below this root.</summary>
    public TableNode AppendElement(DottedKey key, TomlSpan header)
    {
        var parent = StepToParent(key);
        if (parent._slots.TryGetValue(key.Last.Name, out var existing))
            return existing.Node is TableArrayNode array ? array.Append(header) : throw Redefinition.Of(key, key.Parts.Count, existing);
        Nesting.Check(parent.Depth + 2, key.Last.Span);
        return parent.Add(key.Last, new TableArrayNode(header, parent.Depth + 1)).Append(header);
    }

    public override TomlTable Freeze() =>
        new([.. _slots.Values.Select(slot => new TomlEntry(slot.Key, slot.KeySpan, slot.Node.Freeze()))], _span);

    private TableNode StepToParent(DottedKey key)
    {
        var table = this;
        for (var i = 0; i < key.Parts.Count - 1; i++)
            table = table.StepIntoHeader(key, i);
        return table;
    }

    private TableNode StepIntoHeader(DottedKey key, int index)
    {
        var part = key.Parts[index];
        if (!_slots.TryGetValue(part.Name, out var existing))
            return AddTable(part, TableOrigin.Implied, part.Span);
        return existing.Node switch
        {
            TableNode table => table,
            TableArrayNode array => array.Last,
            _ => throw Redefinition.Of(key, index + 1, existing),
        };
    }

    private TableNode StepIntoDotted(DottedKey key, int index)
    {
        var part = key.Parts[index];
        if (!_slots.TryGetValue(part.Name, out var existing))
            return AddTable(part, TableOrigin.Dotted, part.Span);
        if (existing.Node is not TableNode { Origin: TableOrigin.Implied or TableOrigin.Dotted } table)
            throw Redefinition.Of(key, index + 1, existing);
        table.Origin = TableOrigin.Dotted;
        return table;
    }

    private TableNode AddTable(KeyPart part, TableOrigin newOrigin, TomlSpan newSpan)
    {
        Nesting.Check(depth + 1, part.Span);
        return Add(part, new TableNode(newOrigin, newSpan, depth + 1));
    }

    private T Add<T>(KeyPart part, T node)
        where T : Node
    {
        _slots.Add(part.Name, new Slot(part.Name, part.Span, node));
        return node;
    }
}
