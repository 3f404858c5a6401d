namespace McpBox.Journal.Reviewing;

/// <summary>What became of a line.</summary>
public enum LineFate
{
    Kept,
    Removed,
    Added,
}

/// <summary>One line of a comparison.</summary>
public readonly record struct DiffLine(LineFate Fate, string Text);

/// <summary>
/// Compares two texts line by line (E. Myers, An O(ND) Difference Algorithm, 1986). Of texts that differ in more than
/// <see cref="MostEdits"/> lines the whole part between their common beginning and end is given as removed and added: memory stays bounded.
/// </summary>
public static class LineDiff
{
    /// <summary>Lines removed and added together up to which the shortest way is looked for: at most 4 MiB are used for it.</summary>
    public const int MostEdits = 1000;

    /// <summary>All lines of both texts, in order.</summary>
    public static IReadOnlyList<DiffLine> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
            start++;
        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[^(end + 1)] == after[^(end + 1)])
            end++;

        var lines = new List<DiffLine>(before.Count + 16);
        lines.AddRange(before.Take(start).Select(static line => new DiffLine(LineFate.Kept, line)));
        var (left, right) = (Middle(before, start, end), Middle(after, start, end));
        lines.AddRange(Shortest(left, right) ?? Replaced(left, right));
        lines.AddRange(before.Skip(before.Count - end).Select(static line => new DiffLine(LineFate.Kept, line)));
        return lines;
    }

    private static string[] Middle(IReadOnlyList<string> lines, int start, int end) => [.. lines.Skip(start).Take(lines.Count - start - end)];

    private static IEnumerable<DiffLine> Replaced(string[] left, string[] right) =>
        left.Select(static line => new DiffLine(LineFate.Removed, line)).Concat(right.Select(static line => new DiffLine(LineFate.Added, line)));

    /// <summary>Null when there are too many edits.</summary>
    private static List<DiffLine>? Shortest(string[] left, string[] right)
    {
        var most = Math.Min(MostEdits, left.Length + right.Length);

        // furthest[k + most + 1]: how far in left a way on diagonal k (x - y) has come. The last round's window is kept of each round.
        var furthest = new int[(2 * most) + 3];
        var rounds = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            rounds.Add(furthest[(most + 1 - edits)..(most + 2 + edits)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var at = diagonal + most + 1;
                var down = diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
                var x = edits == 0 ? 0 : down ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < left.Length && x - diagonal < right.Length && x - diagonal >= 0 && left[x] == right[x - diagonal])
                    x++;
                furthest[at] = x;
                if (x >= left.Length && x - diagonal >= right.Length)
                    return WayBack(left, right, rounds, edits);
            }
        }

        return null;
    }

    private static List<DiffLine> WayBack(string[] left, string[] right, List<int[]> rounds, int edits)
    {
        var lines = new List<DiffLine>();
        var (x, y) = (left.Length, right.Length);
        for (var round = edits; round > 0; round--)
        {
            // What stood in the window before this round: diagonals -round … round, of which the outermost were not reached yet.
            var before = rounds[round];
            var diagonal = x - y;
            var down = diagonal == -round || (diagonal != round && before[diagonal - 1 + round] < before[diagonal + 1 + round]);
            var from = down ? before[diagonal + 1 + round] : before[diagonal - 1 + round] + 1;
            for (; x > from; x--, y--)
                lines.Add(new DiffLine(LineFate.Kept, left[x - 1]));
            lines.Add(down ? new DiffLine(LineFate.Added, right[--y]) : new DiffLine(LineFate.Removed, left[--x]));
        }

        for (; x > 0; x--)
            lines.Add(new DiffLine(LineFate.Kept, left[x - 1]));
        lines.Reverse();
        return lines;
    }
}
