using System.Security.Cryptography;
using System.Text;
using McpBox.Journal.Indexing;
using McpBox.Journal.Redacting;
using McpBox.Journal.Sealing;

namespace McpBox.Journal;

/// <summary>
/// Writes one session's journal: JSON Lines, each line chained to the one before by SHA-256, with signed checkpoints between. Owned by one thread.
/// Usage on the hot path: <see cref="Stage"/> any number of entries, then <see cref="Commit"/> once, then forward.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly JournalFile _file;
    private readonly RecordChain _chain;
    private readonly RecordClock _clock;
    private readonly SessionSigner _signer = new();
    private readonly JournalTotals _totals = new();
    private readonly FrameRedactor? _redactor;
    private readonly EscrowWriter? _escrow;
    private readonly string _session;
    private readonly bool _toDisk;
    private SessionIndex? _index;
    private bool _closed;

    private JournalWriter(string path, string session, TimeProvider time, JournalOptions options)
    {
        _redactor = options.Redactor;
        _toDisk = options.ToDisk;
        Path = path;
        _session = session;
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
        new(JournalFolder.PathFor(root, server, sessionId, time.GetUtcNow()), sessionId, time, options ?? new JournalOptions());

    /// <summary>Until the next checkpoint is due; null while everything is signed. For an idle session: see <see cref="Checkpoint"/>.</summary>
    public TimeSpan? UntilCheckpoint => _signer.Remaining(_clock.Nanoseconds()) is { } left ? TimeSpan.FromTicks(left / TimeSpan.NanosecondsPerTick) : null;

    /// <summary>
    /// Enters the session into the index, which is told the hash of the last record so far and the key that signs first; and its end, when it is
    /// sealed. Call it once, after the first record is committed and before anything is forwarded.
    /// </summary>
    /// <exception cref="JournalException">MB4201, MB4202: the index cannot be written.</exception>
    public void Enter(SessionIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        ThrowIfUnusable();
        index.Start(_session, Path, Encoding.ASCII.GetString(_chain.Previous), _signer.PublicKey);
        _index = index;
    }

    /// <summary>Takes the entry into the batch. The views may be reused after the call. A large frame may be written at once.</summary>
    /// <exception cref="JournalException">MB4004: something could not be written.</exception>
    public void Stage(in JournalEntry entry)
    {
        ThrowIfUnusable();
        var embeddable = entry.Embeddable && !entry.Frame.IsEmpty && entry.Frame.IndexOfAny((byte)'\r', (byte)'\n') < 0;
        _escrow?.Append(_totals.Records, JournalWords.Of(entry.Direction), entry.Frame, embeddable);
        var copy = _redactor is null ? BodyCopy.Verbatim(entry, embeddable) : _redactor.Copy(entry, embeddable);
        var head = Begin(entry.Direction, JournalWords.Of(entry.Kind));
        head.Token(",\"id\":"u8, copy.Id, copy.IsJson);
        head.Token(",\"method\":"u8, copy.Method, copy.IsJson);
        head.Token(",\"tool\":"u8, copy.Tool, copy.IsJson);
        head.Number(",\"bytes\":"u8, entry.WireBytes);
        if (entry.Kind == JournalKind.Response && entry.LatencyMicroseconds >= 0)
            head.Number(",\"latency_us\":"u8, entry.LatencyMicroseconds);
        head.Word(",\"verdict\":"u8, JournalWords.Of(entry.Verdict));
        if (entry.Reason is { } reason)
            head.Word(",\"reason\":"u8, reason);
        if (entry.End != FrameEnd.Lf)
            head.Word(",\"eol\":"u8, entry.End == FrameEnd.CrLf ? "crlf"u8 : "none"u8);
        BodyCopy.WriteFields(ref head, copy, copy.IsJson ? ",\"frame\":"u8 : ",\"raw\":\""u8);
        _chain.Advance(head.Length);
        copy.WriteTo(_chain);
        EndRecord(entry.Direction, entry.WireBytes);
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
        EndRecord(JournalDirection.Event, 0);
    }

    /// <summary>Signs what was recorded since the last checkpoint, if that is due by its time.</summary>
    /// <exception cref="JournalException">MB4004: something could not be written.</exception>
    public void Checkpoint()
    {
        if (UntilCheckpoint is not { } left || left > TimeSpan.Zero)
            return;
        StageCheckpoint();
        Commit();
    }

    /// <summary>Hands everything staged to the kernel. When this returns, the records are in the file, and on the disk where <see cref="JournalOptions.ToDisk"/> says so.</summary>
    /// <exception cref="JournalException">MB4004: not everything could be written; the file is cut back to its last whole record and takes no more.</exception>
    public void Commit()
    {
        ThrowIfUnusable();
        _escrow?.Flush();
        _chain.Flush();
        if (_toDisk)
            _file.Sync();
    }

    /// <summary>Writes the last record (counts per direction, the chain's last hash, a signature), closes the file and tells the index.</summary>
    /// <exception cref="JournalException">MB4004: something could not be written. MB4201, MB4202: the index could not be.</exception>
    public void Seal()
    {
        _escrow?.End();
        BeginEvent("seal", default);
        _chain.Append(SealText.Seal(_totals, _chain.Previous, _signer.PublicKey));
        EndSigned(next: null);
        _totals.Count(JournalDirection.Event, 0);
        Commit();
        Dispose();
        _index?.End(_session, Path, new JournalEnd(_totals.Records, Encoding.ASCII.GetString(_chain.Previous), JournalEnd.Sealed));
    }

    /// <summary>Closes the file. Without <see cref="Seal"/> before, it stays unsealed, what was staged and not committed is gone, and a file without a record is removed.</summary>
    public void Dispose()
    {
        _closed = true;
        _escrow?.Dispose();
        _file.Dispose();
        _chain.Dispose();
        _signer.Dispose();
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

    private RecordHead Begin(JournalDirection direction, ReadOnlySpan<byte> kind)
    {
        ThrowIfUnusable();
        var head = new RecordHead(_chain.Reserve(RecordHead.Longest));
        head.Raw("{\"v\":1"u8);
        head.Number(",\"seq\":"u8, _totals.Records);
        head.Word(",\"ts\":"u8, _clock.Stamp());
        head.Number(",\"mono\":"u8, _clock.Nanoseconds());
        head.Word(",\"dir\":"u8, JournalWords.Of(direction));
        head.Word(",\"kind\":"u8, kind);
        return head;
    }

    private void BeginEvent(string kind, BodyCopy copy)
    {
        Span<byte> word = stackalloc byte[RecordHead.LongestWord];
        var head = Begin(JournalDirection.Event, RecordHead.Ascii(kind, word));
        BodyCopy.WriteFields(ref head, copy, ",\"data\":"u8);
        _chain.Advance(head.Length);
    }

    private void EndRecord(JournalDirection direction, long wireBytes)
    {
        _chain.EndLine();
        _totals.Count(direction, wireBytes);
        _signer.Count(_clock.Last);
        if (_signer.Remaining(_clock.Last) <= 0)
            StageCheckpoint();
    }

    private void StageCheckpoint()
    {
        var next = SessionSigner.Next();
        BeginEvent("checkpoint", default);
        _chain.Append(SealText.Checkpoint(_totals.Records, _chain.Previous, _signer.PublicKey, next.PublicKey));
        EndSigned(next);
        _totals.Count(JournalDirection.Event, 0);
    }

    private void EndSigned(SigningKey? next)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _chain.HashSoFar(digest);
        _chain.Append(SealText.BeforeSignature);
        _chain.Append(Encoding.ASCII.GetBytes(_signer.Sign(digest, next)));
        _chain.Append(SealText.AfterSignature);
        _chain.EndLine();
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _file.ThrowIfFailed();
    }
}
