namespace McpBox.Toml;

/// <summary>A table that can still grow, by the rules of <see cref="TableOrigin"/>.</summary>
internal sealed class TableNode(TableOrigin origin, TomlSpan span, int depth) : Node
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly List<Slot> _order = [];
    private TableOrigin _origin = origin;
    private TomlSpan _span = span;

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

    /// <summary>The table that the header <c>[key]</c> in this root defines.</summary>
    public TableNode DefineTable(DottedKey key, TomlSpan header)
    {
        var parent = StepToParent(key);
        if (!parent._slots.TryGetValue(key.Last.Name, out var existing))
            return parent.Add(key.Last, parent.NewTable(TableOrigin.Header, key.Last.Span, header));
        if (existing.Node is not TableNode { _origin: TableOrigin.Implied } table)
            throw Redefinition.Of(key, key.Parts.Count, existing);
        existing.KeySpan = key.Last.Span;
        table._origin = TableOrigin.Header;
        table._span = header;
        return table;
    }

    /// <summary>The element that the header <c>[[key]]</c> in this root appends.</summary>
    public TableNode AppendElement(DottedKey key, TomlSpan header)
    {
        var parent = StepToParent(key);
        if (!parent._slots.TryGetValue(key.Last.Name, out var existing))
        {
            Nesting.Check(parent.Depth + 2, key.Last.Span);
            return parent.Add(key.Last, new TableArrayNode(header, parent.Depth + 1)).Append(header);
        }

        return existing.Node is TableArrayNode array ? array.Append(header) : throw Redefinition.Of(key, key.Parts.Count, existing);
    }

    public int Depth => depth;

    public TableOrigin Origin => _origin;

    public override TomlTable Freeze() => new(_order.Select(slot => new TomlEntry(slot.Key, slot.KeySpan, slot.Node.Freeze())).ToArray(), _span);

    private TableNode StepToParent(DottedKey key)
    {
        var table = this;
        for (var i = 0; i < key.Parts.Count - 1; i++)
        {
            var part = key.Parts[i];
            if (!table._slots.TryGetValue(part.Name, out var existing))
                table = table.Add(part, table.NewTable(TableOrigin.Implied, part.Span, part.Span));
            else
                table = existing.Node switch
                {
                    TableNode next => next,
                    TableArrayNode array => array.Last,
                    _ => throw Redefinition.Of(key, i + 1, existing),
                };
        }

        return table;
    }

    private TableNode StepIntoDotted(DottedKey key, int index)
    {
        var part = key.Parts[index];
        if (!_slots.TryGetValue(part.Name, out var existing))
            return Add(part, NewTable(TableOrigin.Dotted, part.Span, part.Span));
        if (existing.Node is not TableNode table || table._origin == TableOrigin.Header)
            throw Redefinition.Of(key, index + 1, existing);
        table._origin = TableOrigin.Dotted;
        return table;
    }

    private TableNode NewTable(TableOrigin newOrigin, TomlSpan key, TomlSpan newSpan)
    {
        Nesting.Check(depth + 1, key);
        return new TableNode(newOrigin, newSpan, depth + 1);
    }

    private T Add<T>(KeyPart part, T node)
        where T : Node
    {
        var slot = new Slot(part.Name, part.Span, node);
        _slots.Add(part.Name, slot);
        _order.Add(slot);
        return node;
    }
}
