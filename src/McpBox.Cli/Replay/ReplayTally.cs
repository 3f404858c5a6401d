using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>How many of what was compared were how.</summary>
internal sealed class ReplayTally
{
    public int Same { get; private set; }

    /// <summary>Of these, how many only because something was not looked at.</summary>
    public int ByRules { get; private set; }

    public int Differs { get; private set; }

    public int Missing { get; private set; }

    public int Unexpected { get; private set; }

    public int All => Same + Differs + Missing + Unexpected;

    public bool IsSame => All == Same;

    public void Count(ComparedMessage message)
    {
        _ = message.Outcome switch
        {
            ReplayOutcome.Same => Same++,
            ReplayOutcome.Differs => Differs++,
            ReplayOutcome.Missing => Missing++,
            _ => Unexpected++,
        };
        ByRules += message.ByRules ? 1 : 0;
    }

    /// <summary>One line; without a peer's text.</summary>
    public override string ToString() =>
        $"{Same} same{(ByRules > 0 ? $" ({ByRules} by the rules)" : "")}, {Differs} {(Differs == 1 ? "differs" : "differ")}, {Missing} missing, {Unexpected} unexpected";
}
