using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>What a compared message is called, fit for a terminal.</summary>
internal static class MessageName
{
    private const int Longest = 120;

    /// <summary><c>tools/call echo (id 2)</c>, <c>notification notifications/message (2nd …)</c>.</summary>
    public static string Of(ComparedMessage message) => message.Kind switch
    {
        ReplayedKind.Answer => $"{Shown(message.Method)}{(message.Tool is { } tool ? $" {Shown(tool)}" : "")} (id {Shown(message.Id ?? "")})",
        ReplayedKind.Notification => $"notification {Shown(message.Method)} (no. {message.Number})",
        ReplayedKind.Request => $"server's request {Shown(message.Method)} (no. {message.Number})",
        _ => "the server's end",
    };

    /// <summary>One line that says what is wrong.</summary>
    public static string Finding(ComparedMessage message) => (message.Outcome, message.Kind) switch
    {
        (ReplayOutcome.Missing, ReplayedKind.Answer) => "was answered in the record, and no answer came",
        (ReplayOutcome.Unexpected, ReplayedKind.Answer) => "was not answered in the record, and an answer came",
        (ReplayOutcome.Missing, _) => "is in the record, and did not come",
        (ReplayOutcome.Unexpected, _) => "came, and is not in the record",
        (ReplayOutcome.Differs, _) => "differs",
        _ => "is the same",
    };

    /// <summary>A word of outputs for programs; part of their contract.</summary>
    public static string Word(ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Same => "same",
        ReplayOutcome.Differs => "differs",
        ReplayOutcome.Missing => "missing",
        ReplayOutcome.Unexpected => "unexpected",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The same for what was compared.</summary>
    public static string Word(ReplayedKind kind) => kind switch
    {
        ReplayedKind.Answer => "answer",
        ReplayedKind.Notification => "notification",
        ReplayedKind.Request => "request",
        ReplayedKind.Exit => "exit",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Shown(string text) => VisibleText.Of(System.Text.Encoding.UTF8.GetBytes(text), Longest);
}
