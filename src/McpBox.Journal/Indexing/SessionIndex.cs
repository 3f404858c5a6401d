using McpBox.Journal.Sealing;
using McpBox.Posix.Files;

namespace McpBox.Journal.Indexing;

/// <summary>
/// The list of all sessions, which notices when one of their journals is gone: a line when a session starts, one when it ends, one when it is
/// pruned. Each line is signed by a key that the line before announced; the next key takes its place on the disk before anybody relies on the
/// line, so that no earlier line can be signed again from what is there later.
/// </summary>
/// <param name="journals">Folder of all journals.</param>
/// <param name="index">Folder of the index.</param>
/// <param name="keys">Folder of the keys, 0700.</param>
public sealed class SessionIndex(string journals, string index, string keys, TimeProvider time)
{
    internal const string StateName = "index.key";
    internal const string NextName = "index.key.next";

    /// <summary>How long another session may hold the index before this one gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a killed session's journal that a start reads; a larger one waits for <see cref="Recover"/>.</summary>
    private const long MostAtStart = 16 << 20;

    private readonly IndexFiles _files = new(index);

    /// <summary>The index that belongs to a folder of journals: <c>index</c> and <c>keys</c> beside it.</summary>
    public static SessionIndex Beside(string journals, TimeProvider time)
    {
        var state = Path.GetDirectoryName(Path.GetFullPath(journals)) ?? "/";
        return new SessionIndex(Path.GetFullPath(journals), Path.Combine(state, "index"), Path.Combine(state, "keys"), time);
    }

    /// <summary>Folder of all journals.</summary>
    public string Journals => journals;

    /// <summary>Checks the index to its end.</summary>
    /// <param name="anchor">The key that must have signed its first line; null for whichever it is.</param>
    /// <exception cref="IOException">Something cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read.</exception>
    /// <exception cref="JournalException">MB4201: the index is held by another.</exception>
    public IndexVerification Verify(string? anchor)
    {
        if (!Directory.Exists(keys))
            return IndexVerifier.Verify(index, anchor, keys);
        using var held = Hold();
        return IndexVerifier.Verify(index, anchor, keys);
    }

    private string StatePath => Path.Combine(keys, StateName);

    private string NextPath => Path.Combine(keys, NextName);

    /// <summary>Enters a session that starts, and the end of those that were killed before.</summary>
    /// <param name="root">Hash of the session's first record.</param>
    /// <param name="key">Public half of the key of its first interval.</param>
    /// <exception cref="JournalException">MB4201: the index is held by another. MB4202: it cannot be read or written.</exception>
    public void Start(string session, string path, string root, string key)
    {
        var file = Relative(path);
        Locked(state =>
        {
            var open = state.Open;
            state = Append(state, Entry(IndexEntry.Start, session, file) with { Root = root, Key = key }, [.. open, new OpenSession(session, file)]);
            return EnterKilled(state, open, MostAtStart);
        });
    }

    /// <summary>Enters a session's end.</summary>
    /// <exception cref="JournalException">MB4201, MB4202.</exception>
    public void End(string session, string path, JournalEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        Locked(state => End(state, new OpenSession(session, Relative(path)), end));
    }

    /// <summary>Enters the end of every session that was killed.</summary>
    /// <exception cref="JournalException">MB4201, MB4202.</exception>
    public void Recover() => Locked(state => EnterKilled(state, state.Open, long.MaxValue));

    /// <summary>Enters that a journal is removed on purpose, then removes it.</summary>
    /// <param name="why"><c>age</c>, <c>size</c> or <c>forced</c>.</param>
    /// <exception cref="JournalException">MB4201, MB4202.</exception>
    public void Prune(JournalSession session, string why)
    {
        ArgumentNullException.ThrowIfNull(session);
        Locked(state =>
        {
            var file = Relative(session.Path);
            state = Append(state, Entry(IndexEntry.Pruned, session.Id, file) with { How = why }, [.. state.Open.Where(open => open.Session != session.Id)]);
            File.Delete(session.Path);
            return state;
        });
    }

    /// <summary>The public half of the key that signs next, made if there is none yet; with no line so far it is the index's anchor.</summary>
    /// <exception cref="JournalException">MB4201, MB4202.</exception>
    public string NextKey()
    {
        var key = "";
        Locked(state =>
        {
            key = state.Key.PublicKey;
            if (state.Sequence == 0)
                state.Write(StatePath);
            return state;
        });
        return key;
    }

    private static IndexEntry Entry(string kind, string session, string file) =>
        new() { Kind = kind, Session = session, File = file, Sequence = 0, Time = default, Previous = "" };

    private string Relative(string path) => Path.GetRelativePath(journals, Path.GetFullPath(path)) is var file && file.EndsWith(JournalFolder.PackedExtension, StringComparison.Ordinal)
        ? file[..^JournalFolder.PackedSuffix.Length]
        : file;

    private IndexState EnterKilled(IndexState state, IReadOnlyList<OpenSession> open, long most)
    {
        foreach (var session in open)
        {
            if (KilledJournal.Examine(Path.Combine(journals, session.File), most) is { } end)
                state = End(state, session, end);
        }

        return state;
    }

    /// <summary>Once: between a session's seal and its own word here, another's start may have entered it already.</summary>
    private IndexState End(IndexState state, OpenSession session, JournalEnd end) => !state.Open.Contains(session) ? state : Append(
        state,
        Entry(IndexEntry.End, session.Session, session.File) with { Records = end.Records, Root = end.Root, How = end.How },
        [.. state.Open.Where(open => open != session)]);

    private IndexState Append(IndexState state, IndexEntry entry, IReadOnlyList<OpenSession> open)
    {
        var next = SigningKey.Create();
        var now = time.GetUtcNow();
        var line = (entry with { Sequence = state.Sequence, Time = now, Previous = state.Previous }).Write(state.Key, next.PublicKey);
        var after = state.After(line, next, open);

        // In this order a kill at any instant leaves either the old state and no line, or the line and the state after it.
        after.Write(NextPath);
        _files.Append(line, now);
        File.Move(NextPath, StatePath, overwrite: true);
        state.Dispose();
        return after;
    }

    private void Locked(Func<IndexState, IndexState> action)
    {
        try
        {
            PrivateFile.MakeFolder(keys);
            using var held = Hold();
            action(Current()).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException("MB4202", $"the session index cannot be kept: {error.Message}", "free some space or give the folder to yourself alone; `mcpbox log verify --all` says what the index holds", error);
        }
    }

    private FileLock Hold()
    {
        FileLock? held = null;
        return SpinWait.SpinUntil(() => (held = FileLock.TryTake(Path.Combine(keys, "index.lock"))) is not null, Patience)
            ? held!
            : throw new JournalException(
                "MB4201", $"the session index below {keys} is held by another mcpbox for more than {Patience.TotalSeconds:0} s",
                "end the process that is stopped or hangs (`mcpbox ps` shows what runs), then start again");
    }

    /// <summary>The state that the newest line announced.</summary>
    private IndexState Current()
    {
        if (IndexState.Read(NextPath) is { } next)
        {
            // Somebody was killed between the two files: the line decides.
            if (next.Previous == _files.LastHash())
            {
                File.Move(NextPath, StatePath, overwrite: true);
                return next;
            }

            next.Dispose();
            File.Delete(NextPath);
        }

        return IndexState.Read(StatePath) ?? IndexState.First();
    }
}
