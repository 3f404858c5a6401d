using System.Text;

namespace McpBox.Journal.Indexing;

/// <summary>Checks the index from its first line to the key that signs the next one. After a bad line it goes on, so that one does not hide the others.</summary>
public sealed class IndexVerifier
{
    private const int LongestLine = 64 * 1024;

    // Of a file that is none of ours, no more are told.
    private const int MostProblems = 1000;

    private readonly Dictionary<string, IndexedSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private long _sequence;
    private string _previous = new('0', LineHash.Digits);
    private string? _anchor;
    private string? _next;

    private IndexVerifier()
    {
    }

    /// <param name="index">Folder of the index.</param>
    /// <param name="anchor">The key that must have signed the first line; null for whichever it is.</param>
    /// <param name="keys">Folder of the keys, for the key that signs next; null when the index is looked at elsewhere: then a cut end is not noticed.</param>
    /// <exception cref="IOException">Something cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read.</exception>
    public static IndexVerification Verify(string index, string? anchor, string? keys)
    {
        var verifier = new IndexVerifier { _next = anchor };
        foreach (var path in new IndexFiles(index).All())
            verifier.Read(path);
        if (keys is not null)
            verifier.CheckEnd(keys);
        return new IndexVerification(verifier._sequence, verifier._anchor, verifier._sessions, verifier._problems);
    }

    private void Read(string path)
    {
        using var file = new StreamReader(path, new UTF8Encoding(false));
        var number = 0;
        while (ReadLine(file) is { } line)
        {
            number++;
            if (line.Length > LongestLine || IndexEntry.Parse(line) is not { } entry)
            {
                _problems.Add($"{Path.GetFileName(path)}, line {number}: not a line of an index");
                (_previous, _sequence) = (IndexEntry.HashOf(line), _sequence + 1);
                if (line.Length > LongestLine || _problems.Count > MostProblems)
                    return;
                continue;
            }

            if (Wrong(line, entry) is { } wrong)
                _problems.Add($"{Path.GetFileName(path)}, line {number}: {wrong}");
            Take(line, entry);
        }
    }

    /// <summary>Up to a LF and nothing else; null at the end. Of a line that is too long, a little too much.</summary>
    private static string? ReadLine(StreamReader file)
    {
        var line = new StringBuilder(1024);
        var letter = file.Read();
        if (letter < 0)
            return null;
        for (; letter >= 0 && letter != '\n' && line.Length <= LongestLine; letter = file.Read())
            line.Append((char)letter);
        return line.ToString();
    }

    private string? Wrong(string line, IndexEntry entry)
    {
        if (entry.Sequence != _sequence)
            return $"line {entry.Sequence} of the index stands in the place of line {_sequence}: lines are missing or were reordered";
        if (entry.Previous != _previous)
            return "it does not continue the line before: one of the two was edited";
        if (_next is not null && entry.By != _next)
            return _sequence == 0 ? "it is signed by another key than the one that was given" : "it is signed by a key that the line before did not announce";
        return IndexEntry.IsSigned(line, entry.By) ? null : "its signature is not one of this line";
    }

    private void Take(string line, IndexEntry entry)
    {
        _anchor ??= entry.By;
        (_previous, _sequence, _next) = (IndexEntry.HashOf(line), entry.Sequence + 1, entry.Next);
        var known = _sessions.GetValueOrDefault(entry.Session);
        switch (entry.Kind)
        {
            case IndexEntry.Start when known is null:
                _sessions[entry.Session] = new IndexedSession(entry.Session, entry.File, entry.Key ?? "", entry.Root ?? "");
                break;
            case IndexEntry.End when known is { End: null }:
                _sessions[entry.Session] = known with { End = new JournalEnd(entry.Records ?? 0, entry.Root ?? "", entry.How ?? "") };
                break;
            case IndexEntry.Pruned when known is not null:
                _sessions[entry.Session] = known with { Pruned = entry.How ?? "" };
                break;
            case IndexEntry.Pruned:
                break;
            default:
                _problems.Add($"line {entry.Sequence} of the index: a second start or end of a session, or an end without a start");
                break;
        }
    }

    /// <summary>The key on the disk is the one that the last line announced; otherwise lines after it are gone.</summary>
    private void CheckEnd(string keys)
    {
        using var next = IndexState.Read(Path.Combine(keys, SessionIndex.NextName));
        using var state = IndexState.Read(Path.Combine(keys, SessionIndex.StateName));
        if (state is null && next is null && _sequence == 0)
            return;
        if (!Continues(next) && !Continues(state))
            _problems.Add(state is null ? "the index's key is gone" : "the last lines of the index are gone: its key continues others than are there");
    }

    private bool Continues(IndexState? state) =>
        state is not null && state.Sequence == _sequence && state.Previous == _previous && (_next is null || state.Key.PublicKey == _next);
}
