using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>Two sessions call by call: the n-th request of the one beside the n-th of the other.</summary>
internal static class SessionDiff
{
    // A call costs some hundred bytes here.
    private const int Most = 100_000;

    /// <summary>True when no call differs in method, tool, arguments, outcome or result.</summary>
    public static bool Print(JournalSession a, JournalSession b, LogScreen screen, bool json)
    {
        var (one, other) = (Calls(a, screen), Calls(b, screen));
        var different = 0;
        for (var i = 0; i < Math.Max(one.Count, other.Count); i++)
        {
            var (first, second) = (i < one.Count ? one[i] : null, i < other.Count ? other[i] : null);
            var what = What(first, second);
            if (what.Count == 0)
                continue;
            different++;
            if (json)
                screen.WriteLine(Json(first, second, what));
            else
                screen.WriteLine(Row(first, second, what), LogScreen.Yellow);
        }

        if (!json)
            screen.WriteLine($"{Math.Max(one.Count, other.Count)} calls, {different} differ");
        return different == 0;
    }

    private static List<JournalCall> Calls(JournalSession session, LogScreen screen)
    {
        using var review = SessionReview.Open(session.Path, CallParts.Hashes);
        var calls = review.Calls().Take(Most + 1).ToList();
        if (calls.Count > Most)
        {
            screen.Error.WriteLine($"only the first {Most} calls of {session.Id} are compared");
            calls.RemoveAt(Most);
        }

        return [.. calls.OrderBy(static call => call.RequestLine)];
    }

    private static List<string> What(JournalCall? one, JournalCall? other)
    {
        if (one is null || other is null)
            return [one is null ? "only in B" : "only in A"];
        List<string> what = [];
        if (one.Direction != other.Direction || one.Method != other.Method || one.Tool != other.Tool)
            what.Add("call");
        if (one.ArgumentsHash != other.ArgumentsHash)
            what.Add("arguments");
        if (one.Outcome != other.Outcome || one.ErrorCode != other.ErrorCode || one.Rule != other.Rule)
            what.Add("outcome");
        if (one.ResultHash != other.ResultHash || one.ErrorMessage != other.ErrorMessage)
            what.Add("result");
        return what;
    }

    private static string Row(JournalCall? one, JournalCall? other, List<string> what) =>
        $"{Place(one),10}  {Place(other),10}  {string.Join(", ", what)}: {Name(one)}{(one is not null && other is not null && Name(one) != Name(other) ? $" / {Name(other)}" : one is null ? Name(other) : "")}";

    private static string Place(JournalCall? call) => call is null ? "-" : $"{call.RequestSequence}";

    private static string Name(JournalCall? call) => call is null ? "" : VisibleText.Of($"{call.Method} {call.Tool}".TrimEnd());

    private static string Json(JournalCall? one, JournalCall? other, List<string> what) => JsonLine.Of(json =>
    {
        json.WriteStartArray("differs");
        foreach (var word in what)
            json.WriteStringValue(word);
        json.WriteEndArray();
        foreach (var (name, call) in new[] { ("a", one), ("b", other) })
        {
            if (call is null)
                continue;
            json.WriteStartObject(name);
            CallJson.Write(json, call);
            json.WriteEndObject();
        }
    });
}
