namespace McpBox.Cli.Log.Questions;

/// <summary>Two texts line by line, as diff(1) shows them with -u.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    // Of the part in which they differ; beyond it the one is shown as removed and the other as added.
    private const long MostCells = 16_000_000;

    /// <summary>The lines of the unified form without its head, each with its sign; none when both are the same.</summary>
    public static List<string> Of(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var edits = Edits(one, other);
        var shown = new List<string>();
        for (var i = 0; i < edits.Count; i++)
        {
            if (IsNear(edits, i))
            {
                if (i == 0 || !IsNear(edits, i - 1))
                    shown.Add($"@@ line {edits[i].Line + 1} @@");
                shown.Add($"{edits[i].Sign}{edits[i].Text}");
            }
        }

        return shown;
    }

    private static bool IsNear(List<(char Sign, string Text, int Line)> edits, int at)
    {
        for (var i = Math.Max(0, at - Context); i <= Math.Min(edits.Count - 1, at + Context); i++)
        {
            if (edits[i].Sign != ' ')
                return true;
        }

        return false;
    }

    private static List<(char Sign, string Text, int Line)> Edits(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var (start, end) = (0, 0);
        while (start < Math.Min(one.Count, other.Count) && one[start] == other[start])
            start++;
        while (end < Math.Min(one.Count, other.Count) - start && one[^(end + 1)] == other[^(end + 1)])
            end++;
        var edits = new List<(char, string, int)>();
        for (var i = 0; i < start; i++)
            edits.Add((' ', one[i], i));
        AddMiddle(edits, one, other, start, end);
        for (var i = one.Count - end; i < one.Count; i++)
            edits.Add((' ', one[i], i));
        return edits;
    }

    private static void AddMiddle(List<(char Sign, string Text, int Line)> edits, IReadOnlyList<string> one, IReadOnlyList<string> other, int start, int end)
    {
        var (rows, columns) = (one.Count - start - end, other.Count - start - end);
        var (i, j) = (0, 0);
        if ((long)rows * columns <= MostCells)
        {
            // The length of the longest common subsequence of what is left, from each place on.
            var common = new int[rows + 1, columns + 1];
            for (var r = rows - 1; r >= 0; r--)
            {
                for (var c = columns - 1; c >= 0; c--)
                    common[r, c] = one[start + r] == other[start + c] ? common[r + 1, c + 1] + 1 : Math.Max(common[r + 1, c], common[r, c + 1]);
            }

            while (i < rows && j < columns)
            {
                if (one[start + i] == other[start + j])
                    (edits, i, j) = (With(edits, ' ', one[start + i], start + i), i + 1, j + 1);
                else if (common[i + 1, j] >= common[i, j + 1])
                    edits = With(edits, '-', one[start + i], start + i++);
                else
                    edits = With(edits, '+', other[start + j++], start + i);
            }
        }

        while (i < rows)
            edits.Add(('-', one[start + i], start + i++));
        while (j < columns)
            edits.Add(('+', other[start + j++], start + i));
    }

    private static List<(char Sign, string Text, int Line)> With(List<(char Sign, string Text, int Line)> edits, char sign, string text, int line)
    {
        edits.Add((sign, text, line));
        return edits;
    }
}
