using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Cli.Tests.Probe;

/// <summary>An engine that only probes, and says what it was told to.</summary>
internal sealed class ProbedEngine : ISandboxEngine
{
    public ProbeReport Report { get; init; } = new([new("host.name", "which host name?", "mcpbox", "mcpbox", Held: true)]);

    public Refusal? CannotHonour { get; init; }

    public Refusal? CannotSetUp { get; init; }

    /// <summary>What was probed.</summary>
    public SandboxPlan? Plan { get; private set; }

    public string Name => "stub";

    public ImmutableArray<Refusal> Check(SandboxPlan plan) => CannotHonour is { } refusal ? [refusal] : [];

    public ProbeReport Probe(SandboxPlan plan, string sessionId)
    {
        Plan = plan;
        Assert.Matches("^[0-9a-f]{12}$", sessionId);
        return CannotSetUp is { } refusal ? throw new SandboxException(refusal) : Report;
    }

    public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null) => throw new NotSupportedException();

    public ImmutableArray<SandboxTrace> FindTraces() => throw new NotSupportedException();

    public void Remove(SandboxTrace trace) => throw new NotSupportedException();
}
