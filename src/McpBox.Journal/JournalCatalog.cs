using System.Globalization;

namespace McpBox.Journal;

/// <summary>The sessions below a journal's root.</summary>
public static class JournalCatalog
{
    private const string Latest = "last";

    /// <summary>Every session, the newest first; read lazily, so the first costs one day's folder. Files that are not sessions are passed over.</summary>
    public static IEnumerable<JournalSession> NewestFirst(string root) =>
        from year in Folders(root)
        from month in Folders(year)
        from day in Folders(month)
        from session in Day(day)
        select session;

    /// <summary>
    /// Sessions that may hold something of this time, the newest first. Folders of days after it are not opened; of days before it only files that
    /// were written since are given, because a session may go on for days.
    /// </summary>
    public static IEnumerable<JournalSession> NewestFirst(string root, DateTimeOffset? since, DateTimeOffset? until) =>
        from year in Folders(root, until, "yyyy")
        from month in Folders(year, until, "yyyyMM")
        from day in Folders(month, until, "yyyyMMdd")
        from session in Day(day)
        where !(session.Start >= until) && (!(session.Start < since) || !(File.GetLastWriteTimeUtc(session.Path) < since.Value.UtcDateTime))
        select session;

    /// <summary>The session that the user means: its id, a prefix of one id, or <c>last</c>.</summary>
    /// <exception cref="JournalException">MB4101: there is none. MB4102: there are several.</exception>
    public static JournalSession Find(string root, string name)
    {
        if (name == Latest)
            return NewestFirst(root).FirstOrDefault() ?? throw new JournalException("MB4101", $"there is no session below {root} yet", "`mcpbox run` records one");

        var found = NewestFirst(root).Where(session => session.Id.StartsWith(name, StringComparison.Ordinal)).ToList();
        if (found.Find(session => session.Id == name) is { } exact)
            return exact;
        return found.Count switch
        {
            1 => found[0],
            0 => throw new JournalException("MB4101", $"no session's id begins with '{name}'", "`mcpbox log list` shows them"),
            _ => throw new JournalException("MB4102", $"{found.Count} sessions' ids begin with '{name}'", "write more of the id; `mcpbox log list` shows them"),
        };
    }

    /// <summary>A day's sessions. While one is being compressed there are two files of it, of which the first to be there counts.</summary>
    private static IEnumerable<JournalSession> Day(string folder) => Directory.EnumerateFiles(folder).Select(JournalSession.FromPath).OfType<JournalSession>()
        .OrderByDescending(static session => session.Start)
        .ThenByDescending(static session => session.Id, StringComparer.Ordinal)
        .ThenBy(static session => session.Path.Length)
        .DistinctBy(static session => (session.Start, session.Server, session.Id));

    private static IEnumerable<string> Folders(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).OrderDescending(StringComparer.Ordinal) : [];

    /// <summary>The folders below one that do not lie wholly after the time.</summary>
    /// <param name="format">Of the digits in the names from the year's on.</param>
    private static IEnumerable<string> Folders(string parent, DateTimeOffset? until, string format)
    {
        if (until is not { } end)
            return Folders(parent);
        var last = end.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
        return Folders(parent).Where(folder => string.CompareOrdinal(Digits(folder, format.Length), last) <= 0);
    }

    // 2026/11/20 is 20261120.
    private static string Digits(string folder, int length)
    {
        var digits = string.Concat(folder.Where(char.IsAsciiDigit));
        return digits[Math.Max(0, digits.Length - length)..];
    }
}
