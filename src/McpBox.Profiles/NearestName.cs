namespace McpBox.Profiles;

/// <summary>What somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary><c>did you mean "x"?</c>, or the list of what there is.</summary>
    public static string Hint(string written, IEnumerable<string> known, string kind)
    {
        var names = known.Order(StringComparer.Ordinal).ToArray();
        return Find(written, names) is { } name
            ? $"did you mean \"{name}\"?"
            : names.Length == 0 ? $"there are no {kind}" : $"{kind}: {string.Join(", ", names)}";
    }

    /// <summary>The closest name within a third of its length in edits, else the only one that begins so, or null.</summary>
    public static string? Find(string written, IEnumerable<string> known)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in known)
        {
            var distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < least && distance <= Math.Max(1, name.Length / 3))
            {
                (nearest, least) = (name, distance);
            }
        }

        return nearest ?? OnlyBeginning(written, known);
    }

    private static string? OnlyBeginning(string written, IEnumerable<string> known) =>
        written.Length > 1 && known.Where(name => name.StartsWith(written, StringComparison.Ordinal)).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Levenshtein's distance, one row at a time. Names longer than 64 are nobody's typing error.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
