using System.Collections.Immutable;
using System.ComponentModel;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;

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

    /// <summary>For tests of what happens without a cgroup.</summary>
    internal Func<ImmutableArray<ControlGroupHome>> FindGroups { get; init; } = ControlGroupHome.Find;

    /// <summary>For tests of what happens when this process ends during a start.</summary>
    internal Action<LaunchStep> Reached { get; init; } = static _ => { };

    public ImmutableArray<Refusal> Check(SandboxPlan plan) => Requirements.Check(plan, Identify(plan), FindGroups());

    public ISandbox Start(SandboxPlan plan, string sessionId)
    {
        var identity = Identify(plan);
        var groups = FindGroups();
        if (Requirements.Check(plan, identity, groups) is [var refusal, ..])
            throw new SandboxException(refusal);
        try
        {
            return Launch(plan, identity, groups, sessionId);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(Refusals.SetupFailed(exception.Message));
        }
    }

    public ProbeReport Probe(SandboxPlan plan, string sessionId)
    {
        using var sandbox = Start(plan, sessionId);
        return sandbox.Probe;
    }

    public ImmutableArray<SandboxTrace> FindTraces() => [];

    public void Remove(SandboxTrace trace)
    {
    }

    private BubblewrapSandbox Launch(
        SandboxPlan plan, ServerIdentity identity, ImmutableArray<ControlGroupHome> groups, string sessionId)
    {
        var program = BubblewrapProgram.Find(out var refusal) ?? throw new SandboxException(refusal!);
        var invocation = Amend(BubblewrapTranslation.Translate(plan, HostLayout.Read(), identity));
        var limits = SessionLimits.Prepare(plan.Limits, groups, sessionId);
        try
        {
            using var launch = new Running.Launch(program, identity, invocation, limits, Reached);
            return launch.Run(SandboxFacts.Of(program, identity, sessionId));
        }
        catch
        {
            limits.Dispose();
            throw;
        }
    }

    private static ServerIdentity Identify(SandboxPlan plan) =>
        new(Libc.GetEffectiveUid(), Libc.GetEffectiveGid(), plan.RunAs);
}
