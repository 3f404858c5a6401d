namespace McpBox.Sandbox.Probe;

/// <summary>One row of the self-probe: what the plan promises, and what is true inside.</summary>
/// <param name="Check">Stable name, <c>network.interfaces</c>.</param>
/// <param name="Question">For people: <c>any network interface but loopback?</c></param>
/// <param name="Expected">What the plan promises, in the words of <paramref name="Observed"/>.</param>
/// <param name="Observed">
/// What the init saw; where that is weaker, the part that is; <see cref="NotObserved"/> when it said nothing, which is never good enough;
/// <c>unobservable:</c> and the reason where the engine says that this cannot be seen.
/// </param>
/// <param name="Held">Whether reality is at least as strong as the plan.</param>
public sealed record ProbeFinding(string Check, string Question, string Expected, string Observed, bool Held)
{
    public const string NotObserved = "not observed";

    private const string Exempt = "unobservable: ";

    /// <summary>False where the engine said beforehand that this cannot be seen, and why.</summary>
    public bool Observable => !Observed.StartsWith(Exempt, StringComparison.Ordinal);

    /// <summary>What cannot be seen on this engine or runtime.</summary>
    internal static ProbeFinding Unobservable(string check, string question, string expected, string reason) =>
        new(check, question, expected, Exempt + reason, Held: true);
}
