using McpBox.Journal;
using McpBox.Posix.Files;

namespace McpBox.Review.Sessions;

/// <summary>The recorded sessions, and the few of them that are being looked at. Safe for several requests at once.</summary>
internal sealed class SessionShelf(string root)
{
    private const int MostOpen = 4;
    private const int MostSummaries = 4096;

    private readonly Lock _gate = new();
    private readonly List<SessionLines> _open = [];
    private readonly Dictionary<string, (long Length, JournalSummary Summary)> _summaries = [];

    /// <summary>The newest sessions first. A link, a pipe or a device among the files is no journal, whatever it leads to.</summary>
    public IEnumerable<(JournalSession Session, long Length, JournalSummary? Summary)> Newest(int limit)
    {
        foreach (var session in JournalCatalog.NewestFirst(root).Where(IsFile).Take(limit))
        {
            var (length, summary) = Summary(session.Path);
            yield return (session, length, summary);
        }
    }

    /// <summary>The lines of the session with exactly this id; null when there is none. The id is compared, and never becomes part of a path.</summary>
    public SessionLines? Find(string id)
    {
        lock (_gate)
        {
            if (_open.Find(lines => lines.Session.Id == id) is { } known)
            {
                _open.Remove(known);
                if (File.Exists(known.Session.Path))
                {
                    _open.Add(known);
                    return known;
                }

                // Compressed or pruned meanwhile.
                known.Close();
            }

            if (JournalCatalog.NewestFirst(root).FirstOrDefault(session => session.Id == id && IsFile(session)) is not { } session)
                return null;
            if (_open.Count == MostOpen)
            {
                _open[0].Close();
                _open.RemoveAt(0);
            }

            var lines = new SessionLines(session);
            _open.Add(lines);
            return lines;
        }
    }

    private static bool IsFile(JournalSession session) => FileStatus.OfLink(session.Path)?.Kind == FileKind.Regular;

    private (long Length, JournalSummary? Summary) Summary(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            lock (_gate)
            {
                if (_summaries.TryGetValue(path, out var known) && known.Length == length && known.Summary.Status != JournalStatus.Live)
                    return known;
            }

            var summary = JournalSummary.Read(path);
            lock (_gate)
            {
                if (_summaries.Count >= MostSummaries)
                    _summaries.Clear();
                _summaries[path] = (length, summary);
            }

            return (length, summary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One unreadable file must not hide the others.
            return (0, null);
        }
    }
}
