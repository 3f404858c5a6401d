using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>The sessions that a filter means by their names and times, and those of them that could not be read.</summary>
internal sealed class ChosenSessions
{
    private readonly string _root;
    private readonly CallFilter _filter;
    private int _failed;

    private ChosenSessions(string root, CallFilter filter) => (_root, _filter) = (root, filter);

    /// <summary>Sessions whose files could not be read, or not to their end.</summary>
    public int Unread => _failed;

    public static ChosenSessions Of(string root, CallFilter filter) => new(root, filter);

    public IEnumerable<JournalSession> NewestFirst() => JournalCatalog.NewestFirst(_root, _filter.Since, _filter.Until).Where(_filter.Takes);

    public List<JournalSession> OldestFirst()
    {
        var sessions = NewestFirst().ToList();
        sessions.Reverse();
        return sessions;
    }

    /// <summary>One session that cannot be read must not hide the others; it is said, and the exit code tells.</summary>
    public void Failed(JournalSession session, Exception error, LogScreen screen)
    {
        Interlocked.Increment(ref _failed);
        lock (this)
            screen.Error.WriteLine($"{VisibleText.Of(session.Path)}: {VisibleText.Of(error.Message)}");
    }

    public int ExitCode(int answer) => _failed > 0 ? ExitCodes.JournalFailed : answer;
}
