using System.Security.Cryptography;
using System.Text;
using McpBox.Journal.Sealing;

namespace McpBox.Journal;

/// <summary>Checks a journal's chain and its signatures from the first line to the seal and names the first bad record.</summary>
public sealed class JournalVerifier
{
    private readonly JournalTotals _totals = new();
    private readonly byte[] _previous = LineHash.None();
    private string? _key;
    private string? _first;
    private string? _firstHash;
    private long _signed;
    private bool _sealed;
    private bool _linkBroken;

    private JournalVerifier(string? key) => _key = key;

    /// <summary>Reads the whole file once.</summary>
    /// <param name="key">Public half of the key of the first interval, as the index has it; null: whichever the file names itself.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static JournalVerification Verify(string path, string? key = null)
    {
        using var reader = JournalReader.Open(path);
        var live = reader.IsBeingWritten;
        var verifier = new JournalVerifier(key);
        while (reader.TryReadLine(out var line))
        {
            if (verifier.Check(line) is not { } broken)
                continue;
            return verifier._linkBroken ? verifier.Blame(broken, line, reader) : broken;
        }

        return verifier.AtEnd(reader.CutBytes, live);
    }

    private JournalVerification AtEnd(int cutBytes, bool live)
    {
        if (_sealed && cutBytes > 0)
            return Bad(JournalStatus.AfterSeal, "something was added after the seal");
        if (_sealed)
            return Good(JournalStatus.Sealed, "every record is whole");
        if (live)
            return Good(JournalStatus.Live, "every record so far is whole; the session is still being recorded");
        if (cutBytes > 0)
            return Bad(JournalStatus.Truncated, "the last line is cut off");
        return Good(JournalStatus.Unsealed, $"every record is whole up to the last, and there is no seal: the session was killed, or the end is gone; {Covered}");
    }

    private string Covered => _signed == 0 ? "none of it is signed" : $"the first {_signed} are signed";

    private JournalVerification? Check(ReadOnlySpan<byte> line)
    {
        if (_sealed)
            return Bad(JournalStatus.AfterSeal, "something was added after the seal");
        if (!JournalRecord.TryParse(line, out var record))
            return Bad(JournalStatus.Unreadable, "the line is not a record");
        if (record.Sequence > _totals.Records)
            return Bad(JournalStatus.Missing, $"record {record.Sequence} stands in its place");
        if (record.Sequence < _totals.Records)
            return Bad(JournalStatus.Reordered, $"record {record.Sequence} stands in its place");
        _linkBroken = !record.Previous.SequenceEqual(_previous);
        if (_linkBroken)
            return Bad(JournalStatus.Edited, "the first record's link is not 64 zeros");
        if (!JournalTotals.TryDirection(record.Direction, out var direction))
            return Bad(JournalStatus.Unreadable, "its direction is unknown");
        if ((record.IsSeal || record.IsCheckpoint) && CheckSignature(line, record) is { } badSignature)
            return badSignature;

        _sealed = record.IsSeal;
        _totals.Count(direction, Math.Max(record.Bytes, 0));
        LineHash.Of(line, _previous);
        _firstHash ??= Encoding.ASCII.GetString(_previous);
        return null;
    }

    /// <summary>A checkpoint or seal is what the writer would have written here, to the byte, and the key that was announced for it signed the line.</summary>
    private JournalVerification? CheckSignature(ReadOnlySpan<byte> line, in JournalRecord record)
    {
        var body = record.Body[..^1];
        if (record.Body[^1] != (byte)'}' || !SealText.TryTakeLast(ref body, SealText.BeforeSignature, out var signature))
            return Bad(JournalStatus.NoSignature, "it has no signature: an mcpbox without them wrote it, or they were taken out");

        var next = "";
        var text = body;
        if ((record.IsCheckpoint && !SealText.TryTakeLast(ref text, ",\"next\":\""u8, out next)) || !SealText.TryTakeLast(ref text, ",\"key\":\""u8, out var key))
            return Bad(JournalStatus.Unreadable, "it names no key");
        if (!body.SequenceEqual(record.IsSeal ? SealText.Seal(_totals, _previous, key) : SealText.Checkpoint(_totals.Records, _previous, key, next)))
            return Bad(JournalStatus.Edited, "it does not agree with the records before it");
        if (key != (_key ?? key))
            return Bad(JournalStatus.ForeignSignature, "it is signed by a key that is not this session's");

        var bodyStart = line.Length - JournalRecord.TailLength - record.Body.Length;
        if (!Signature.Holds(key, SHA256.HashData(line[..(bodyStart + body.Length)]), signature))
            return Bad(JournalStatus.Edited, "its signature is not one of this line");
        _first ??= key;
        (_key, _signed) = (next, _totals.Records);
        return null;
    }

    /// <summary>A broken link accuses two lines. If the line after it trusts this one, then the one before was edited.</summary>
    private JournalVerification Blame(JournalVerification broken, ReadOnlySpan<byte> line, JournalReader reader)
    {
        var here = _totals.Records;
        if (here == 0)
            return broken;
        Span<byte> hash = stackalloc byte[LineHash.Digits];
        LineHash.Of(line, hash);
        var trusted = reader.TryReadLine(out var next) && JournalRecord.TryParse(next, out var record) && record.Previous.SequenceEqual(hash);
        var detail = trusted
            ? "its bytes are not those that the next record's hash was made of"
            : $"it or record {here} was edited: the link between them does not hold";
        return broken with { BadRecord = here - 1, Records = here - 1, Detail = detail };
    }

    private JournalVerification Good(JournalStatus status, string detail) =>
        new(status, _totals.Records, null, detail, Encoding.ASCII.GetString(_previous)) { SignedRecords = _signed, Key = _first, First = _firstHash };

    private JournalVerification Bad(JournalStatus status, string detail) => Good(status, detail) with { BadRecord = _totals.Records };
}
