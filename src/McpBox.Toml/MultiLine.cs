using System.Buffers;
using System.Text;

namespace McpBox.Toml;

/// <summary>What the two kinds of multi-line strings have in common.</summary>
internal static class MultiLine
{
    /// <summary>Every control character but tab and line feed.</summary>
    private static readonly string Controls =
        string.Concat(Enumerable.Range(0, 0x80).Select(value => (char)value).Where(c => Characters.IsControl(c) && c != '\n'));

    private const int Delimiter = 3;

    /// <summary>Quotes that one run can hold: two of the text and the three that close it.</summary>
    private const int LongestRun = Delimiter + 2;

    /// <summary>What a multi-line string in single quotes has to be looked at for.</summary>
    public static SearchValues<char> LiteralStops { get; } = SearchValues.Create(Controls + "'");

    /// <summary>What a multi-line string in double quotes has to be looked at for.</summary>
    public static SearchValues<char> BasicStops { get; } = SearchValues.Create(Controls + "\"\\");

    /// <summary>Takes the quotes at the cursor; those before the last three, or all if they are fewer, belong to the text.</summary>
    public static bool TryClose(Cursor cursor, char quote, StringBuilder value)
    {
        var run = 0;
        while (run < LongestRun && cursor.Peek(run) == quote)
            run++;
        cursor.Advance(run);
        value.Append(quote, run < Delimiter ? run : run - Delimiter);
        return run >= Delimiter;
    }

    /// <summary>Takes a newline as it is written; the specification leaves it to the reader whether to normalise.</summary>
    public static bool TryTakeNewline(Cursor cursor, StringBuilder value)
    {
        var start = cursor.Here;
        if (!cursor.TryTakeNewline())
            return false;
        value.Append(cursor.TextSince(start));
        return true;
    }

    public static TomlFault NotClosed(TomlSpan opening, string delimiter) =>
        new(opening, "this multi-line string is never closed", $"Close it with `{delimiter}`.");
}
