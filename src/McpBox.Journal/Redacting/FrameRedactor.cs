using System.Text.Json;

namespace McpBox.Journal.Redacting;

/// <summary>Decides what the journal keeps of a frame. The frame itself is never touched. Made once for a session, used by its one thread.</summary>
public sealed class FrameRedactor
{
    /// <summary>Runs that one body may have; beyond, the whole of it is replaced. Bounds memory whatever a frame holds.</summary>
    internal const int MostRuns = 1 << 18;

    private readonly RedactionRules _rules;
    private readonly TextSearch _search;
    private readonly TextRedaction _texts;
    private readonly JsonRedaction _json;
    private readonly ShapeWriter _shape = new();
    private readonly byte[] _hash = new byte[LineHash.Digits];
    private readonly List<Run> _tokenRuns = [];
    private List<Run> _runs = [];

    public FrameRedactor(RedactionRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        var names = new KeyNames(rules.Keys);
        _search = new TextSearch(rules, names);
        _texts = new TextRedaction(_search);
        _json = new JsonRedaction(rules, names, _texts);
    }

    /// <summary>What the record of an entry says.</summary>
    /// <param name="embeddable">The frame may stand as JSON.</param>
    internal BodyCopy Copy(in JournalEntry entry, bool embeddable)
    {
        if (_rules.Bodies == JournalBodies.Full)
            return BodyCopy.Verbatim(entry, embeddable);
        Find(entry.Frame, ref embeddable, isEvent: false);
        if (_runs.Count == 0 && _rules.Bodies == JournalBodies.Redacted)
            return BodyCopy.Verbatim(entry, embeddable);

        var excess = ReplaceExcess(entry.Frame, embeddable);
        var isVerbatim = _rules.Bodies == JournalBodies.Redacted;
        Marker.Hash(_rules.HashKey.Span, entry.Frame, _hash);
        return new BodyCopy
        {
            Body = isVerbatim ? entry.Frame : Reduced(entry.Frame, embeddable, excess),
            IsJson = embeddable,
            Runs = isVerbatim ? _runs : null,
            Redacted = _runs.Count,
            Form = _rules.Bodies switch { JournalBodies.Shape => "shape"u8, JournalBodies.None => "none"u8, _ => default },
            Hash = _hash,
            Id = Clean(entry.Frame, entry.Id),
            Method = Clean(entry.Frame, entry.Method),
            Tool = Clean(entry.Frame, entry.Tool),
        };
    }

    /// <summary>What the record of mcpbox's own event says; its body is kept in every form of bodies.</summary>
    internal BodyCopy Copy(ReadOnlySpan<byte> data)
    {
        var isJson = true;
        _runs.Clear();
        if (_rules.Bodies != JournalBodies.Full)
            Find(data, ref isJson, isEvent: true);
        return new BodyCopy { Body = data, IsJson = true, Runs = _runs, Redacted = _runs.Count };
    }

    private void Find(ReadOnlySpan<byte> frame, ref bool isJson, bool isEvent)
    {
        _runs.Clear();
        if (_runs.Capacity > 4096)
            _runs = [];
        if (!_search.AlwaysParse && !_search.MayHoldSecret(frame))
            return;
        if (isJson)
        {
            try
            {
                _json.Find(frame, isEvent, MostRuns, _runs);
                return;
            }
            catch (JsonException)
            {
                // Proven to be JSON by another parser: then it is text to us.
                isJson = false;
                _runs.Clear();
            }
        }

        _texts.Find(frame, isJson: false, 0, _runs);
    }

    private bool ReplaceExcess(ReadOnlySpan<byte> frame, bool isJson)
    {
        if (_runs.Count <= MostRuns)
            return false;
        _runs = [new Run(0, frame.Length, Rules.Excess, Marker.Hash(_rules.HashKey.Span, frame), Quoted: isJson)];
        return true;
    }

    private ReadOnlySpan<byte> Reduced(ReadOnlySpan<byte> frame, bool isJson, bool excess) =>
        !isJson ? default
        : _rules.Bodies == JournalBodies.None || excess ? "null"u8
        : _shape.Write(frame, _runs);

    /// <summary>The token, unless something in it is secret: a part of the frame that is replaced, or a text that would be.</summary>
    private ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
            return token;
        if (frame.Overlaps(token, out var at))
        {
            foreach (var run in _runs)
            {
                if (run.Start < at + token.Length && at < run.End)
                    return default;
            }

            return token;
        }

        _tokenRuns.Clear();
        var inner = token is [(byte)'"', _, ..] ? token[1..^1] : token;
        _texts.Find(inner, isJson: true, 0, _tokenRuns);
        return _tokenRuns.Count > 0 ? default : token;
    }
}
