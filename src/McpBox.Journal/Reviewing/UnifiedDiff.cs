namespace McpBox.Journal.Reviewing;

/// <summary>A comparison as people read it: the lines that changed with some around them, in the unified format (diff(1)).</summary>
public static class UnifiedDiff
{
    private const int Around = 3;

    /// <summary>Hunks with their headings; nothing when the texts are the same. Text of a peer's: to be made visible before it is printed.</summary>
    /// <param name="widest">Characters of a line that are shown; where two that replace each other are longer, their first difference stays in sight.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string> before, IReadOnlyList<string> after, int widest = 240)
    {
        var lines = LineDiff.Of(before, after);
        var (left, right) = (1, 1);
        for (var at = 0; at < lines.Count;)
        {
            var next = Changed(lines, at);
            if (next == lines.Count)
                yield break;
            var from = Math.Max(at, next - Around);
            (left, right) = (left + from - at, right + from - at);
            var to = End(lines, next);
            var hunk = lines.Skip(from).Take(to - from).ToList();
            var (gone, come) = (hunk.Count(static line => line.Fate != LineFate.Added), hunk.Count(static line => line.Fate != LineFate.Removed));
            yield return $"@@ -{(gone == 0 ? left - 1 : left)},{gone} +{(come == 0 ? right - 1 : right)},{come} @@";
            foreach (var line in Shown(hunk, widest))
                yield return line;
            (left, right, at) = (left + gone, right + come, to);
        }
    }

    private static int Changed(IReadOnlyList<DiffLine> lines, int from)
    {
        while (from < lines.Count && lines[from].Fate == LineFate.Kept)
            from++;
        return from;
    }

    private static int End(IReadOnlyList<DiffLine> lines, int changed)
    {
        while (true)
        {
            while (changed < lines.Count && lines[changed].Fate != LineFate.Kept)
                changed++;
            var next = Changed(lines, changed);
            if (next == lines.Count || next - changed > 2 * Around)
                return Math.Min(lines.Count, changed + Around);
            changed = next;
        }
    }

    private static IEnumerable<string> Shown(List<DiffLine> hunk, int widest)
    {
        for (var at = 0; at < hunk.Count;)
        {
            if (hunk[at].Fate == LineFate.Kept)
            {
                yield return $" {Cut(hunk[at++].Text, 0, widest)}";
                continue;
            }

            var changed = hunk.Skip(at).TakeWhile(static line => line.Fate != LineFate.Kept).ToList();
            var removed = changed.Where(static line => line.Fate == LineFate.Removed).Select(static line => line.Text).ToList();
            var added = changed.Where(static line => line.Fate == LineFate.Added).Select(static line => line.Text).ToList();
            for (var i = 0; i < removed.Count; i++)
                yield return $"-{Cut(removed[i], i < added.Count ? Common(removed[i], added[i]) : 0, widest)}";
            for (var i = 0; i < added.Count; i++)
                yield return $"+{Cut(added[i], i < removed.Count ? Common(removed[i], added[i]) : 0, widest)}";
            at += changed.Count;
        }
    }

    private static int Common(string one, string other) => one.AsSpan().CommonPrefixLength(other);

    private static string Cut(string line, int interest, int widest)
    {
        if (line.Length <= widest)
            return line;
        var from = interest < widest * 3 / 4 ? 0 : interest - (widest / 4);
        var to = Math.Min(line.Length, from + widest);
        return $"{(from > 0 ? "…" : "")}{line[from..to]}{(to < line.Length ? "…" : "")}";
    }
}
