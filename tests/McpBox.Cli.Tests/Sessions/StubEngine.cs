using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

namespace McpBox.Cli.Tests.Sessions;

/// <summary>An engine of which only traces are asked.</summary>
internal sealed class StubEngine(string name, params SandboxTrace[] traces) : ISandboxEngine
{
    public string Name => name;

    public List<SandboxTrace> Removed { get; } = [];

    /// <summary>What cannot be removed.</summary>
    public string Stuck { get; init; } = "";

    public ImmutableArray<SandboxTrace> FindTraces() => [.. traces];

    public void Remove(SandboxTrace trace)
    {
        if (trace.What == Stuck)
            throw new SandboxException(new Refusal("MB2208", "the daemon failed", "ask it"));
        Removed.Add(trace);
    }

    public ImmutableArray<Refusal> Check(SandboxPlan plan) => throw new NotSupportedException();

    public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null) => throw new NotSupportedException();

    public ProbeReport Probe(SandboxPlan plan, string sessionId) => throw new NotSupportedException();
}
