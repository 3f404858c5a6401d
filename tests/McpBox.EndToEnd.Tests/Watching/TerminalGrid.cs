using System.Globalization;
using System.Text;

namespace McpBox.EndToEnd.Tests.Watching;

/// <summary>What a terminal shows of what was written to it: lines, CR, LF, and of ECMA-48 CUU, ED 0 and SGR; DECAWM. Anything else is a failure.</summary>
internal sealed class TerminalGrid
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;

    public string[] Lines => [.. _lines.Select(static line => line.ToString().TrimEnd())];

    /// <summary>Whether a character beyond the last column begins a new line, as it does when nobody said otherwise.</summary>
    public bool Wraps { get; private set; } = true;

    /// <summary>Whether anything was painted.</summary>
    public bool IsPainted { get; private set; }

    public static TerminalGrid Of(string text)
    {
        var grid = new TerminalGrid();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\u001b' && (at + 1 == text.Length || text.AsSpan(at + 1).IndexOfAnyInRange('@', '~') < 0))
                break;
            if (text[at] == '\u001b')
                at = grid.Obey(text, at + 1);
            else
                grid.Put(text[at]);
        }

        return grid;
    }

    private void Put(char character)
    {
        if (character == '\r')
        {
            _column = 0;
            return;
        }

        if (character == '\n')
        {
            if (++_row == _lines.Count)
                _lines.Add(new());
            return;
        }

        Assert.False(char.IsControl(character), $"U+{(int)character:X4} reached the terminal");
        var line = _lines[_row];
        while (line.Length <= _column)
            line.Append(' ');
        line[_column++] = character;
    }

    /// <returns>Where the function ends.</returns>
    private int Obey(string text, int start)
    {
        Assert.Equal('[', text[start]);
        var end = start + 1;
        while (!char.IsAsciiLetter(text[end]))
            end++;
        switch (text[start..(end + 1)])
        {
            case "[J":
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case "[?7l" or "[?7h":
                Wraps = text[end] == 'h';
                break;
            case [.., 'A'] up:
                _row -= int.Parse(up[1..^1], NumberStyles.None, CultureInfo.InvariantCulture);
                break;
            case [.., 'm']:
                IsPainted = true;
                break;
            default:
                Assert.Fail($"the terminal was told {text[start..(end + 1)]}");
                break;
        }

        return end;
    }
}
