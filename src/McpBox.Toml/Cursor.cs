using System.Buffers;

namespace McpBox.Toml;

/// <summary>
/// Walks the text and knows line and column at each step. At the end <see cref="Current"/> is NUL, which no TOML document contains.
/// </summary>
internal sealed class Cursor(string text)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public Position Here => new(_offset, _line, _column);

    public bool AtEnd => _offset == text.Length;

    public char Current => Peek(0);

    /// <summary>True before LF and before CRLF; a lone CR is no newline in TOML.</summary>
    public bool AtNewline => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    /// <summary>The whole character at the cursor, one or two UTF-16 units.</summary>
    public string Scalar => text.Substring(_offset, char.IsHighSurrogate(Current) ? 2 : 1);

    public char Peek(int distance) => _offset + distance < text.Length ? text[_offset + distance] : '\0';

    public bool StartsWith(string expected) => text.AsSpan(_offset).StartsWith(expected, StringComparison.Ordinal);

    public void Advance(int count = 1)
    {
        for (var end = _offset + count; _offset < end; _offset++)
        {
            if (text[_offset] == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(text[_offset]))
            {
                _column++;
            }
        }
    }

    /// <summary>Takes everything before the next of <paramref name="stops"/>, or all the rest: megabytes at the speed of memory.</summary>
    public ReadOnlySpan<char> TakeUntil(SearchValues<char> stops)
    {
        var rest = text.AsSpan(_offset);
        var length = rest.IndexOfAny(stops);
        var taken = length < 0 ? rest : rest[..length];
        var lastNewline = taken.LastIndexOf('\n');
        if (lastNewline >= 0)
        {
            _line += taken.Count('\n');
            _column = 1;
        }

        foreach (var character in taken[(lastNewline + 1)..])
        {
            if (!char.IsLowSurrogate(character))
                _column++;
        }

        _offset += taken.Length;
        return taken;
    }

    public bool TryTake(char expected)
    {
        if (AtEnd || Current != expected)
            return false;
        Advance();
        return true;
    }

    public bool TryTakeNewline()
    {
        if (!AtNewline)
            return false;
        Advance(Current == '\r' ? 2 : 1);
        return true;
    }

    public string TextSince(Position start) => text[start.Offset.._offset];

    public TomlSpan SpanSince(Position start) => new(start.Line, start.Column, _line, _column);

    /// <summary>
    /// The span of the next <paramref name="scalars"/> characters, which the caller knows to be on this line; empty at its end.
    /// </summary>
    public TomlSpan SpanAhead(int scalars = 1) => new(_line, _column, _line, AtEnd || AtNewline ? _column : _column + scalars);
}
