using System.Collections.Immutable;

namespace McpBox.Sandbox.Probe;

/// <summary>The self-probe of one sandbox, compared with its plan.</summary>
public sealed record ProbeReport(ImmutableArray<ProbeFinding> Findings)
{
    /// <summary>Characters of an observation in a refusal; the whole of it is in the report.</summary>
    private const int Shown = 200;

    /// <summary>False when anything is weaker than the plan: the server must not be started.</summary>
    public bool Held => Findings.All(static finding => finding.Held);

    /// <summary>Why the server must not be started, or null when everything held.</summary>
    public Refusal? Refuse()
    {
        var failed = Findings.Where(static finding => !finding.Held).ToList();
        if (failed.Count == 0)
            return null;
        var list = string.Join("; ", failed.Select(static finding => $"{finding.Check} (expected {finding.Expected}, observed {Short(finding.Observed)})"));
        return failed.All(static finding => finding.Observed == ProbeFinding.NotObserved)
            ? new Refusal("MB2311", $"the sandbox could not be examined from inside: {list}",
                "nothing was started; check that mcpbox and mcpbox-init are of the same release, then report it with the output of mcpbox probe")
            : new Refusal("MB2310", $"the sandbox is weaker than its plan: {list}",
                "nothing was started; mcpbox probe shows every check; update the engine or the kernel, or look for what changed the sandbox");
    }

    private static string Short(string observed) => observed.Length <= Shown ? observed : observed[..Shown] + "…";
}
