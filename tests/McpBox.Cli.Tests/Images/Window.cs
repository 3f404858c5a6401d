using System.Globalization;
using System.Text;

namespace McpBox.Cli.Tests.Images;

/// <summary>What a terminal shows of a text: lines, CR, and of ECMA-48 the three functions CUU, CUD and EL 2. Anything else is a failure.</summary>
internal sealed class Window
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;

    public IReadOnlyList<string> Lines => [.. _lines.Select(static line => line.ToString())];

    public static Window Of(string text)
    {
        var window = new Window();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b')
                i = window.Obey(text, i + 1);
            else
                window.Put(text[i]);
        }

        return window;
    }

    private void Put(char c)
    {
        if (c == '\r')
        {
            _column = 0;
            return;
        }

        if (c == '\n')
        {
            Move(1);
            _column = 0;
            return;
        }

        var line = _lines[_row];
        Assert.Equal(line.Length, _column);
        line.Append(c);
        _column++;
    }

    /// <returns>Where the function ends.</returns>
    private int Obey(string text, int start)
    {
        Assert.Equal('[', text[start]);
        var end = start + 1;
        while (char.IsAsciiDigit(text[end]))
            end++;
        var count = int.Parse(text.AsSpan(start + 1, end - start - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.Contains(text[end], "ABK");
        if (text[end] == 'K')
            _ = _lines[_row].Clear();
        else
            Move(text[end] == 'A' ? -count : count);
        return end;
    }

    private void Move(int rows)
    {
        _row += rows;
        Assert.True(_row >= 0, "above the window");
        while (_row >= _lines.Count)
            _lines.Add(new());
    }
}
