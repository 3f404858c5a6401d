using System.CommandLine;
using System.Globalization;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary><c>log diff</c></summary>
internal static class DiffCommand
{
    private const int Different = 1;

    public static Command Create(Func<string, string?> variable)
    {
        const string Help = "A session's id, a unique prefix of it, or 'last'; with :SEQ the call of that record";
        var one = new Argument<string>("A") { Description = Help };
        var other = new Argument<string>("B") { Description = Help };
        var json = LogAction.Json();
        var command = new Command("diff", "Compare two calls, or two sessions call by call; exits with 1 when they differ") { one, other, json };
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            var (a, b) = (Subject.Of(root, parsed.GetRequiredValue(one)), Subject.Of(root, parsed.GetRequiredValue(other)));
            if (a.Sequence is null != b.Sequence is null)
                throw new JournalException("MB4407", "a call and a whole session cannot be compared", "give :SEQ with both or with none");
            var same = a.Sequence is null ? SessionDiff.Print(a.Session, b.Session, screen, parsed.GetValue(json)) : PrintCalls(a, b, screen, parsed.GetValue(json));
            return same ? ExitCodes.Ok : Different;
        }));
        return command;
    }

    private static bool PrintCalls(Subject a, Subject b, LogScreen screen, bool json)
    {
        var (one, other) = (a.Call(), b.Call());
        // Whole lines: what differs may stand at a line's end.
        var lines = UnifiedDiff.Of(CallText.Lines(one), CallText.Lines(other), widest: int.MaxValue).ToList();
        if (json)
        {
            screen.WriteLine(JsonLine.Of(writer =>
            {
                writer.WriteBoolean("same", lines.Count == 0);
                writer.WriteStartObject("a");
                CallJson.Write(writer, one);
                writer.WriteEndObject();
                writer.WriteStartObject("b");
                CallJson.Write(writer, other);
                writer.WriteEndObject();
            }));
            return lines.Count == 0;
        }

        if (lines.Count > 0)
        {
            screen.WriteLine($"--- {a}", LogScreen.Red);
            screen.WriteLine($"+++ {b}", LogScreen.Green);
        }

        foreach (var line in lines)
            screen.WriteLine(line, line[0] switch { '-' => LogScreen.Red, '+' => LogScreen.Green, '@' => LogScreen.Dim, _ => null });
        return lines.Count == 0;
    }

    /// <summary>One side.</summary>
    private sealed record Subject(JournalSession Session, long? Sequence)
    {
        public static Subject Of(string root, string text)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                return new Subject(JournalCatalog.Find(root, text), null);
            return long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new Subject(JournalCatalog.Find(root, text[..colon]), sequence)
                : throw new JournalException("MB4406", $"'{text}' names no record", "write SESSION:SEQ, such as last:12; `mcpbox log show --calls --json` has the numbers");
        }

        public JournalCall Call()
        {
            using var review = SessionReview.Open(Session.Path, CallParts.Hashes | CallParts.Bodies);
            foreach (var call in review.Calls())
            {
                if ((call.RequestSequence == Sequence || call.ResponseSequence == Sequence) && call.RequestBody is not null)
                    return call;
            }

            throw new JournalException("MB4406", $"record {Sequence} of session {Session.Id} belongs to no call", "`mcpbox log show --calls` lists the calls");
        }

        public override string ToString() => $"{Session.Id}:{Sequence}";
    }
}
