using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Runs a plan on bubblewrap: user namespaces, no daemon, no image, nothing set-uid.</summary>
/// <remarks>
/// Call <see cref="Start"/> on a thread that lives as long as the process: bwrap is told to die with its parent, and to Linux the parent
/// is the thread that spawned it (PR_SET_PDEATHSIG, prctl(2)).
/// </remarks>
public sealed class BubblewrapEngine : ISandboxEngine
{
    public string Name => "bubblewrap";

    /// <summary>For tests that take a control away, to show that its absence would be noticed.</summary>
    internal Func<Invocation, Invocation> Amend { get; init; } = static invocation => invocation;

    public ImmutableArray<Refusal> Check(SandboxPlan plan) => Requirements.Check(plan);

    public ISandbox Start(SandboxPlan plan, string sessionId)
    {
        var identity = new ServerIdentity(Libc.GetEffectiveUid(), Libc.GetEffectiveGid(), plan.RunAs);
        var invocation = Amend(BubblewrapTranslation.Translate(plan, HostLayout.Read(), identity));
        using var launch = new Launch(plan, identity, invocation, sessionId);
        return launch.Run();
    }
}
