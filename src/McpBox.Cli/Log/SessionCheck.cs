using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary><c>log verify</c></summary>
internal static class SessionCheck
{
    /// <summary>0 for a whole journal, sealed or still being written; 1 for every other, a killed session's included.</summary>
    public static int Print(string path, LogScreen screen, bool json)
    {
        var answer = JournalVerifier.Verify(path);
        if (json)
            screen.WriteLine(Json(path, answer));
        else
            PrintText(answer, screen);
        return answer.IsIntact ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }

    private static void PrintText(JournalVerification answer, LogScreen screen)
    {
        var place = answer.BadRecord is { } bad ? $"record {bad}: " : "";
        screen.WriteLine($"{StatusWord.Of(answer.Status)}: {place}{answer.Detail}", answer.IsIntact ? null : LogScreen.Red);
        screen.WriteLine($"records checked: {answer.Records}");
        screen.WriteLine($"last hash: {answer.Root}");
    }

    private static string Json(string path, JournalVerification answer) => JsonLine.Of(json =>
    {
        json.WriteString("path", path);
        json.WriteString("status", StatusWord.Of(answer.Status));
        json.WriteBoolean("intact", answer.IsIntact);
        json.WriteNumber("records", answer.Records);
        if (answer.BadRecord is { } bad)
            json.WriteNumber("bad_record", bad);
        json.WriteString("detail", answer.Detail);
        json.WriteString("last_hash", answer.Root);
    });
}
