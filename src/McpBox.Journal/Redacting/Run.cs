namespace McpBox.Journal.Redacting;

/// <summary>A part of a text that is secret.</summary>
/// <param name="Rule">Which rule said so: a word of docs/redaction.md.</param>
/// <param name="Hash">The first eight bytes of the keyed hash of the secret value.</param>
/// <param name="Quoted">A value that is no string: its marker brings quotes.</param>
internal readonly record struct Run(int Start, int Length, string Rule, ulong Hash, bool Quoted = false)
{
    public int End => Start + Length;

    /// <summary>In ascending order, without overlaps: where two overlap, both extents are one, under the name of the longer one.</summary>
    /// <param name="from">Runs before this one are in order already.</param>
    public static void Merge(List<Run> runs, int from)
    {
        if (runs.Count - from < 2)
            return;
        runs.Sort(from, runs.Count - from, Comparer<Run>.Create(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length)));
        var last = from;
        for (var i = from + 1; i < runs.Count; i++)
        {
            var (kept, next) = (runs[last], runs[i]);
            if (next.Start >= kept.End)
                runs[++last] = next;
            else
            {
                var named = next.Length > kept.Length || (next.Length == kept.Length && next.Rule == Rules.Secret) ? next : kept;
                runs[last] = named with { Start = kept.Start, Length = Math.Max(kept.End, next.End) - kept.Start };
            }
        }

        runs.RemoveRange(last + 1, runs.Count - last - 1);
    }
}

/// <summary>The rules that are not a token's format.</summary>
internal static class Rules
{
    public const string Key = "key";
    public const string Path = "path";
    public const string Pattern = "pattern";
    public const string Secret = "secret";

    /// <summary>Too much of a body would have to be replaced: the whole of it is.</summary>
    public const string Excess = "excess";
}
