using System.Collections.Immutable;

namespace McpBox.Sandbox.Probe;

/// <summary>The self-probe of one sandbox, compared with its plan.</summary>
public sealed record ProbeReport(ImmutableArray<ProbeFinding> Findings)
{
    /// <summary>False when anything is weaker than the plan: the server must not be started.</summary>
    public bool Held => Findings.All(static finding => finding.Held);
}
