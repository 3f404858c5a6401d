using System.Text;

namespace McpBox.Cli.Log.Live;

/// <summary>
/// Lines at the end of what a terminal shows that are replaced in place. The cursor waits at their beginning, so that everything of them is
/// below it however the terminal breaks lines anew when its window becomes narrower; and whoever dies leaves a prompt over them, nothing hidden.
/// </summary>
internal sealed class Footer(LogScreen screen)
{
    // CR, and erase to the end of the screen (ED 0).
    private const string Wipe = "\r\u001b[J";

    // Not to wrap (DECAWM): a character that is wider than we think must not make two lines of one.
    private const string WrapOff = "\u001b[?7l";
    private const string WrapOn = "\u001b[?7h";

    private string _shown = "";

    /// <summary>A line above.</summary>
    public void Print(string line, string? paint)
    {
        Clear();
        screen.WriteLine(line, paint);
    }

    /// <summary>Draws the lines, if they are others than those that stand there.</summary>
    public void Draw(IReadOnlyList<(string Text, string? Paint)> lines)
    {
        var drawn = new StringBuilder(WrapOff);
        for (var i = 0; i < lines.Count; i++)
        {
            var (text, paint) = lines[i];
            drawn.Append(i == 0 ? "" : "\n").Append(screen.Colour && paint is not null ? $"\u001b[{paint}m{text}\u001b[0m" : text);
        }

        // Back to the first of them: CUU.
        drawn.Append(WrapOn).Append('\r').Append(lines.Count > 1 ? $"\u001b[{lines.Count - 1}A" : "");
        var next = drawn.ToString();
        if (next == _shown)
            return;
        Clear();
        screen.Out.Write(next);
        _shown = next;
    }

    public void Clear()
    {
        if (_shown.Length > 0)
            screen.Out.Write(Wipe);
        _shown = "";
    }
}
