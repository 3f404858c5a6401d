using System.Buffers;

namespace McpBox.Journal.Redacting;

/// <summary>
/// Finds what is secret in a text however it is written: JSON inside of JSON inside of JSON, percent-encoded within that. Each coding is decoded
/// into a buffer of its own, at most as long as the text, and what was found is traced back to where it was written.
/// </summary>
internal sealed class TextRedaction(TextSearch search)
{
    private const int Levels = 3;

    // A text of this size has one decoded copy at a time and not one for each level.
    private const int ManyLevelsUpTo = 4 << 20;

    private readonly List<Run>[] _found = [[], [], [], [], []];

    /// <summary>Adds the secret runs of a text, in order and without overlaps.</summary>
    /// <param name="isJson">The text stands between the quotes of a JSON string.</param>
    /// <param name="offset">Is added to each run's start.</param>
    public void Find(ReadOnlySpan<byte> text, bool isJson, int offset, List<Run> runs)
    {
        if (!search.AlwaysDecode && !search.MayHoldSecret(text))
            return;
        var found = _found[^1];
        found.Clear();
        var levels = text.Length > ManyLevelsUpTo ? 1 : Levels;
        if (isJson && TextDecoding.MayHold(text, TextCoding.Json))
            Inside(text, TextCoding.Json, levels, found);
        else
            Explore(text, levels, found);
        Run.Merge(found, 0);
        foreach (var run in found)
            runs.Add(run with { Start = run.Start + offset });
    }

    private void Explore(ReadOnlySpan<byte> text, int levels, List<Run> found)
    {
        search.Find(text, found);
        if (levels == 0)
            return;
        if (TextDecoding.MayHold(text, TextCoding.Json))
            Inside(text, TextCoding.Json, levels - 1, found);
        if (TextDecoding.MayHold(text, TextCoding.Percent))
            Inside(text, TextCoding.Percent, levels - 1, found);
    }

    private void Inside(ReadOnlySpan<byte> text, TextCoding coding, int levels, List<Run> found)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = TextDecoding.Decode(text, coding, rented);
            if (length == text.Length && text.SequenceEqual(rented.AsSpan(0, length)))
                return;
            var inner = _found[levels];
            inner.Clear();
            Explore(rented.AsSpan(0, length), levels, inner);
            Run.Merge(inner, 0);
            var places = new TextDecoding.Places(text, coding);
            foreach (var run in inner)
            {
                var start = places.Of(run.Start, after: false);
                found.Add(run with { Start = start, Length = places.Of(run.End, after: true) - start });
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}
