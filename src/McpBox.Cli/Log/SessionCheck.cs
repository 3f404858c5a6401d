using McpBox.Cli.Log.Questions;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Sealing;

namespace McpBox.Cli.Log;

/// <summary><c>log verify</c></summary>
internal sealed class SessionCheck(IndexVerification index, LogScreen screen, bool json)
{
    /// <summary>0 when the journal and the index that vouches for it are whole; 1 for everything else, a killed session's included.</summary>
    public int Print(string path)
    {
        var answer = SessionVerifier.Verify(path, SessionOf(path));
        if (json)
            screen.WriteLine(Json(path, answer));
        else
            PrintText(answer);
        PrintProblems();
        return answer.IsIntact && index.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }

    /// <summary>The same of every journal that is there, and of every one that the index says should be; two are read at once, and printed in their order.</summary>
    public int PrintAll(string journals)
    {
        var subjects = Subjects(journals);
        var answers = new JournalVerification?[subjects.Count];
        var (whole, bad, next) = (0, 0, 0);
        SessionWorkers.Run(
            subjects.Count,
            at =>
            {
                var answer = TryVerify(subjects[at].Path, subjects[at].Session);
                lock (answers)
                {
                    answers[at] = answer;
                    for (; next < answers.Length && answers[next] is { } first; next++)
                        Count(subjects[next].Path, first);
                }
            },
            most: 2);
        PrintProblems();
        if (!json)
            screen.WriteLine($"{whole} whole, {bad} not; index: {index.Lines} lines, {index.Problems.Count} problems; it begins with the key {Fingerprint}");
        return bad == 0 && index.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.VerificationFailed;

        void Count(string path, JournalVerification answer)
        {
            (whole, bad) = answer.IsIntact ? (whole + 1, bad) : (whole, bad + 1);
            if (json)
                screen.WriteLine(Json(path, answer));
            else if (!answer.IsIntact || answer.Status == JournalStatus.Recovered)
                screen.WriteLine($"{VisibleText.Of(Path.GetFileName(path))}: {Line(answer)}", answer.IsIntact ? null : LogScreen.Red);
        }
    }

    private List<(string Path, IndexedSession? Session)> Subjects(string journals)
    {
        var there = JournalCatalog.NewestFirst(journals).ToList();
        var seen = there.Select(static session => session.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. there.Select(session => (session.Path, SessionOf(session.Path))),
            .. index.Sessions.Values.Where(session => session.Pruned is null && !seen.Contains(session.Session)).Select(session => (Path.Combine(journals, session.File), (IndexedSession?)session)),
        ];
    }

    private string Fingerprint => index.Anchor is { } anchor ? Signature.Fingerprint(anchor) ?? "none" : "none";

    private static JournalVerification TryVerify(string path, IndexedSession? session)
    {
        try
        {
            return SessionVerifier.Verify(path, session);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One unreadable file must not hide the others.
            return new JournalVerification(JournalStatus.Unreadable, 0, 0, $"the file cannot be read: {VisibleText.Of(error.Message)}", "");
        }
    }

    /// <summary>By its name in the index, not by its place: evidence is verified where it was copied to.</summary>
    private IndexedSession? SessionOf(string path) =>
        JournalSession.FromPath(path) is { } named && index.Sessions.TryGetValue(named.Id, out var session) ? session : null;

    private static string Line(JournalVerification answer)
    {
        var place = answer.BadRecord is { } bad ? $"record {bad}: " : "";
        return $"{StatusWord.Of(answer.Status)}: {place}{answer.Detail}";
    }

    private void PrintText(JournalVerification answer)
    {
        screen.WriteLine(Line(answer), answer.IsIntact ? null : LogScreen.Red);
        screen.WriteLine($"records checked: {answer.Records}, signed: {answer.SignedRecords}");
        screen.WriteLine($"last hash: {answer.Root}");
        screen.WriteLine($"index begins with: {Fingerprint}");
    }

    private void PrintProblems()
    {
        foreach (var problem in index.Problems)
        {
            if (json)
                screen.WriteLine(JsonLine.Of(line => line.WriteString("index_problem", problem)));
            else
                screen.WriteLine($"index: {VisibleText.Of(problem)}", LogScreen.Red);
        }
    }

    private string Json(string path, JournalVerification answer) => JsonLine.Of(line =>
    {
        line.WriteString("path", path);
        line.WriteString("status", StatusWord.Of(answer.Status));
        line.WriteBoolean("intact", answer.IsIntact);
        line.WriteNumber("records", answer.Records);
        line.WriteNumber("signed", answer.SignedRecords);
        if (answer.BadRecord is { } bad)
            line.WriteNumber("bad_record", bad);
        line.WriteString("detail", answer.Detail);
        line.WriteString("last_hash", answer.Root);
        line.WriteString("anchor", Fingerprint);
    });
}
