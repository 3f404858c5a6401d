using System.Globalization;
using System.Text;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>Looks for a text in one session's records and prints those that hold it.</summary>
internal sealed class SessionGrep(CallFilter filter, TextSearch search, bool json, bool colour)
{
    private const int NameLength = 64;

    /// <summary>Prints into <paramref name="found"/>; it may be emptied by <paramref name="relieve"/> at any time.</summary>
    /// <returns>How many records hold the text, and how many lines could not be read as records.</returns>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public (long Hits, long Unreadable) Print(JournalSession session, StringWriter found, Action relieve)
    {
        if (!Holds(session.Path))
            return (0, 0);
        var screen = new LogScreen(found, TextWriter.Null, colour);
        using var walk = RecordWalk.Open(session.Path, filter);
        var hits = 0L;
        while (walk.TryRead(out var line, out var record))
        {
            var said = walk.IsRecord ? record.BodyBytes() : line;
            TextHit hit = default;
            if (!(json ? search.IsIn(said) : search.TryFind(said, out hit)))
                continue;
            hits++;
            if (json)
                PrintJson(session, walk, line, screen);
            else
                screen.WriteLine(Row(session, walk, record, hit));
            relieve();
        }

        return (hits, walk.Totals.Unreadable);
    }

    /// <summary>Most sessions do not hold the text at all, and to know that needs neither records taken apart nor calls put together.</summary>
    private bool Holds(string path)
    {
        using var reader = JournalReader.Open(path);
        while (reader.TryReadLine(out var line))
        {
            if (search.MayBeIn(line) && (!JournalRecord.TryParse(line, out var record) || search.IsIn(record.BodyBytes())))
                return true;
        }

        return false;
    }

    private static void PrintJson(JournalSession session, RecordWalk walk, ReadOnlySpan<byte> line, LogScreen screen)
    {
        if (!walk.IsRecord)
        {
            var text = Encoding.UTF8.GetString(line);
            screen.WriteLine(JsonLine.Of(json =>
            {
                json.WriteString("session", session.Id);
                json.WriteNumber("line", walk.Line);
                json.WriteString("unreadable", text);
            }));
            return;
        }

        screen.Out.Write($"{{\"session\":\"{session.Id}\",\"record\":");
        screen.WriteVerbatim(line, end: "}\n");
    }

    private string Row(JournalSession session, RecordWalk walk, in JournalRecord record, TextHit hit)
    {
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"{session.Id}:{(walk.IsRecord ? record.Sequence.ToString(CultureInfo.InvariantCulture) : "?")}");
        if (walk.IsRecord)
        {
            row.Append("  ").Append(RecordTime.Parse(record.Timestamp) is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) : "-");
            row.Append(CultureInfo.InvariantCulture, $"  {Timeline.ArrowOf(record)} {VisibleText.Of(record.Kind, NameLength)}");
            Append(row, walk.Call?.Method ?? (record.Method.Length > 2 ? Encoding.UTF8.GetString(record.Method[1..^1]) : ""));
            Append(row, walk.Call?.Tool ?? "");
        }
        else
        {
            row.Append("  not a record");
        }

        row.Append("  ").Append(VisibleText.Of(hit.Before));
        var match = VisibleText.Of(hit.Match);
        row.Append(colour ? $"\u001b[1;{LogScreen.Red}m{match}\u001b[0m" : match);
        return row.Append(VisibleText.Of(hit.After)).ToString();
    }

    private static void Append(StringBuilder row, string name)
    {
        if (name.Length > 0)
            row.Append(' ').Append(VisibleText.Of(Encoding.UTF8.GetBytes(name), NameLength));
    }
}
