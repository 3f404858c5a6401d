using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>What this host must have for a plan to be honoured.</summary>
internal static class Requirements
{
    public static ImmutableArray<Refusal> Check(SandboxPlan plan)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (BubblewrapProgram.Find() is null)
            refusals.Add(Refusals.BubblewrapMissing());
        return refusals.ToImmutable();
    }
}
