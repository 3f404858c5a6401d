using McpBox.Journal;

namespace McpBox.Relay;

/// <summary>What shall happen to a frame.</summary>
/// <param name="Action">
/// <see cref="JournalVerdict.Forward"/>, <see cref="JournalVerdict.Deny"/> (a request's sender gets a JSON-RPC error) or
/// <see cref="JournalVerdict.Withhold"/> (nobody is told on the wire).
/// </param>
/// <param name="Code">Stable <c>MB3nnn</c> code when not forwarded.</param>
/// <param name="Reason">For people, one line, when not forwarded.</param>
public readonly record struct Verdict(JournalVerdict Action, string? Code, string? Reason)
{
    public static Verdict Forward { get; } = new(JournalVerdict.Forward, null, null);

    public static Verdict Deny(string code, string reason) => new(JournalVerdict.Deny, code, reason);

    public static Verdict Withhold(string code, string reason) => new(JournalVerdict.Withhold, code, reason);
}
