using System.Diagnostics;
using McpBox.Journal.Redacting;

namespace McpBox.Journal;

/// <summary>
/// Writes one session's journal: JSON Lines, each line chained to the one before by SHA-256. Owned by one thread.
/// Usage on the hot path: <see cref="Stage"/> any number of entries, then <see cref="Commit"/> once, then forward.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly JournalFile _file;
    private readonly RecordChain _chain;
    private readonly RecordClock _clock;
    private readonly JournalTotals _totals = new();
    private readonly FrameRedactor? _redactor;
    private readonly EscrowWriter? _escrow;
    private bool _closed;

    private JournalWriter(string path, TimeProvider time, JournalOptions options)
    {
        _redactor = options.Redactor;
        Path = path;
        _file = JournalFile.Create(path);
        _chain = new RecordChain(_file);
        _clock = new RecordClock(time);
        _escrow = StartEscrow(options.Escrow);
    }

    /// <summary>Absolute path of the journal file.</summary>
    public string Path { get; }

    /// <summary>Creates the file (0600, exclusively) and its folders (0700) below <paramref name="root"/>. Nothing is written yet.</summary>
    /// <param name="root">Usually <c>$XDG_STATE_HOME/mcpbox/journal</c>.</param>
    /// <param name="server">Becomes part of the file's name; characters outside <c>[A-Za-z0-9._-]</c> are replaced.</param>
    /// <param name="sessionId">1 to 64 ASCII letters and digits; the end of the file's name.</param>
    /// <param name="options">What is kept of bodies; null keeps all of them.</param>
    /// <exception cref="JournalException">The file cannot be made: MB4001, MB4002, MB4003. The escrow cannot begin: MB4303, MB4305.</exception>
    public static JournalWriter Create(string root, string server, string sessionId, TimeProvider time, JournalOptions? options = null) =>
        new(JournalFolder.PathFor(root, server, sessionId, time.GetUtcNow()), time, options ?? new JournalOptions());

    /// <summary>Takes the entry into the batch. The views may be reused after the call. A large frame may be written at once.</summary>
    /// <exception cref="JournalException">MB4004: something could not be written.</exception>
    public void Stage(in JournalEntry entry)
    {
        ThrowIfUnusable();
        var embeddable = entry.Embeddable && !entry.Frame.IsEmpty && entry.Frame.IndexOfAny((byte)'\r', (byte)'\n') < 0;
        _escrow?.Append(_totals.Records, Word(entry.Direction), entry.Frame, embeddable);
        var copy = _redactor is null ? BodyCopy.Verbatim(entry, embeddable) : _redactor.Copy(entry, embeddable);
        var head = Begin(entry.Direction, Word(entry.Kind));
        head.Token(",\"id\":"u8, copy.Id, copy.IsJson);
        head.Token(",\"method\":"u8, copy.Method, copy.IsJson);
        head.Token(",\"tool\":"u8, copy.Tool, copy.IsJson);
        head.Number(",\"bytes\":"u8, entry.WireBytes);
        if (entry.Kind == JournalKind.Response && entry.LatencyMicroseconds >= 0)
            head.Number(",\"latency_us\":"u8, entry.LatencyMicroseconds);
        head.Word(",\"verdict\":"u8, Word(entry.Verdict));
        if (entry.Reason is { } reason)
            head.Word(",\"reason\":"u8, reason);
        if (entry.End != FrameEnd.Lf)
            head.Word(",\"eol\":"u8, entry.End == FrameEnd.CrLf ? "crlf"u8 : "none"u8);
        BodyCopy.WriteFields(ref head, copy, copy.IsJson ? ",\"frame\":"u8 : ",\"raw\":\""u8);
        _chain.Advance(head.Length);
        copy.WriteTo(_chain);
        _chain.EndLine();
        _totals.Count(entry.Direction, entry.WireBytes);
    }

    /// <summary>Stages mcpbox's own record: <c>dir</c> is <c>event</c>.</summary>
    /// <param name="kind">Lower-case word: <c>manifest</c>, <c>exit</c>, <c>signal</c> …</param>
    /// <param name="dataJson">One JSON object without CR or LF; stands under <c>data</c>.</param>
    /// <exception cref="JournalException">MB4004: something could not be written.</exception>
    public void StageEvent(string kind, ReadOnlySpan<byte> dataJson)
    {
        if (dataJson.IsEmpty || dataJson.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
            throw new ArgumentException("An event's data is one JSON object on one line.", nameof(dataJson));

        var copy = _redactor is null ? new BodyCopy { Body = dataJson, IsJson = true } : _redactor.Copy(dataJson);
        BeginEvent(kind, copy);
        copy.WriteTo(_chain);
        _chain.EndLine();
        _totals.Count(JournalDirection.Event, 0);
    }

    /// <summary>Hands everything staged to the kernel. When this returns, the records are in the file.</summary>
    /// <exception cref="JournalException">MB4004: not everything could be written; the file is cut back to its last whole record and takes no more.</exception>
    public void Commit()
    {
        ThrowIfUnusable();
        _escrow?.Flush();
        _chain.Flush();
    }

    /// <summary>Writes the last record (counts per direction, the chain's last hash, a hash of itself) and closes the file.</summary>
    /// <exception cref="JournalException">MB4004: something could not be written.</exception>
    public void Seal()
    {
        _escrow?.End();
        BeginEvent("seal", default);
        _chain.Append(_totals.Seal(_chain.Previous));
        Span<byte> self = stackalloc byte[LineHash.Digits];
        _chain.HashSoFar(self);
        _chain.Append(JournalTotals.SealEnd(self));
        _chain.EndLine();
        Commit();
        Dispose();
    }

    /// <summary>Closes the file. Without <see cref="Seal"/> before, it stays unsealed, what was staged and not committed is gone, and a file without a record is removed.</summary>
    public void Dispose()
    {
        _closed = true;
        _escrow?.Dispose();
        _file.Dispose();
        _chain.Dispose();
    }

    private RecordHead Begin(JournalDirection direction, ReadOnlySpan<byte> kind)
    {
        ThrowIfUnusable();
        var head = new RecordHead(_chain.Reserve(RecordHead.Longest));
        head.Raw("{\"v\":1"u8);
        head.Number(",\"seq\":"u8, _totals.Records);
        head.Word(",\"ts\":"u8, _clock.Stamp());
        head.Number(",\"mono\":"u8, _clock.Nanoseconds());
        head.Word(",\"dir\":"u8, Word(direction));
        head.Word(",\"kind\":"u8, kind);
        return head;
    }

    private EscrowWriter? StartEscrow(EscrowRecipient? recipient)
    {
        try
        {
            return recipient is null ? null : EscrowWriter.Start(System.IO.Path.ChangeExtension(Path, null) + EscrowWriter.Extension, recipient);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void BeginEvent(string kind, BodyCopy copy)
    {
        Span<byte> word = stackalloc byte[RecordHead.LongestWord];
        var head = Begin(JournalDirection.Event, RecordHead.Ascii(kind, word));
        BodyCopy.WriteFields(ref head, copy, ",\"data\":"u8);
        _chain.Advance(head.Length);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _file.ThrowIfFailed();
    }

    private static ReadOnlySpan<byte> Word(JournalDirection direction) => direction switch
    {
        JournalDirection.ClientToServer => "c2s"u8,
        JournalDirection.ServerToClient => "s2c"u8,
        JournalDirection.Stderr => "stderr"u8,
        JournalDirection.Stray => "stray"u8,
        JournalDirection.Event => "event"u8,
        _ => throw new UnreachableException(),
    };

    private static ReadOnlySpan<byte> Word(JournalKind kind) => kind switch
    {
        JournalKind.Request => "request"u8,
        JournalKind.Response => "response"u8,
        JournalKind.Notification => "notification"u8,
        JournalKind.Batch => "batch"u8,
        JournalKind.Invalid => "invalid"u8,
        JournalKind.Text => "text"u8,
        _ => throw new UnreachableException(),
    };

    private static ReadOnlySpan<byte> Word(JournalVerdict verdict) => verdict switch
    {
        JournalVerdict.Forward => "forward"u8,
        JournalVerdict.Deny => "deny"u8,
        JournalVerdict.Withhold => "withhold"u8,
        JournalVerdict.Synthetic => "synthetic"u8,
        _ => throw new UnreachableException(),
    };
}
