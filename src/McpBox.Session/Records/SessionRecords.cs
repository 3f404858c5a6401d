using System.Collections.Immutable;
using McpBox.Posix.Files;

namespace McpBox.Session.Records;

/// <summary>The caller's running sessions: one file each (0600) in the folder <c>sessions</c> of the run folder, gone with its session.</summary>
public sealed class SessionRecords(RunFolder folder, TimeProvider time)
{
    private const string Name = "sessions";
    private const string Ending = ".json";
    private const int MaxBytes = 1 << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How old a record may be that cannot be read: it may be under way to the disk.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromMinutes(1);

    /// <summary>Lists a session until it is disposed of.</summary>
    /// <exception cref="IOException">It cannot be listed; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public ListedSession Add(SessionRecord record)
    {
        if (OperatingSystem.IsWindows())
            throw new IOException("sessions are listed on Unix only");
        var path = Path.Combine(folder.Open(), Name);
        _ = Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
        path = Path.Combine(path, record.Session + Ending);
        using (var file = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private, BufferSize = 0 }))
            file.Write(SessionRecordJson.Write(record));
        return new ListedSession(path);
    }

    /// <summary>The sessions whose mcpbox runs, the oldest first.</summary>
    /// <exception cref="IOException">The run folder is not the caller's own.</exception>
    public ImmutableArray<SessionRecord> Running() =>
        [.. Files().Select(Read).OfType<SessionRecord>().Where(record => record.Owner.IsAlive()).OrderBy(record => record.Started)];

    /// <summary>Files of sessions whose mcpbox is gone, and of what never became a whole record.</summary>
    /// <exception cref="IOException">The run folder is not the caller's own.</exception>
    public ImmutableArray<string> Stale() =>
        [.. Files().Where(path => Read(path) is { } record ? !record.Owner.IsAlive() : IsAbandoned(path))];

    private bool IsAbandoned(string path) => File.Exists(path) && time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path) > Writing;

    private IEnumerable<string> Files() =>
        folder.Find() is { } run && Path.Combine(run, Name) is var path && Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*" + Ending).Order(StringComparer.Ordinal)
            : [];

    private static SessionRecord? Read(string path) =>
        BoundedFile.Read(path, MaxBytes, followLinks: false) is { Status: BoundedReadStatus.Read } read ? SessionRecordJson.Read(read.Bytes) : null;
}
