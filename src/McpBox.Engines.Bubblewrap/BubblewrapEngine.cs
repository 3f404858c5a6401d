using System.Collections.Immutable;
using System.ComponentModel;
using McpBox.Engines.Bubblewrap.Host;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Runs a plan on bubblewrap: user namespaces, no daemon, no image, nothing set-uid.</summary>
/// <remarks>
/// Call <see cref="Start"/> on a thread that lives as long as the process: bwrap is told to die with its parent, and to Linux the parent
/// is the thread that spawned it (PR_SET_PDEATHSIG, prctl(2)).
/// </remarks>
public sealed class BubblewrapEngine : ISandboxEngine
{
    internal const string EngineName = "bubblewrap";

    public string Name => EngineName;

    /// <summary>For tests, which have no mcpbox-init beside them.</summary>
    internal string InitFile { get; init; } = InitProgram.Place;

    /// <summary>For tests that take a control away, to show that its absence would be noticed.</summary>
    internal Func<Invocation, Invocation> Amend { get; init; } = static invocation => invocation;

    /// <summary>For tests that start a server in a sandbox which the init found too weak.</summary>
    internal Func<ProbeReport, Refusal?> Judge { get; init; } = static report => report.Refuse();

    /// <summary>For tests of what happens without a cgroup.</summary>
    internal Func<ImmutableArray<ControlGroupHome>> FindGroups { get; init; } = ControlGroupHome.Find;

    /// <summary>For tests of what happens when this process ends during a start.</summary>
    internal Action<LaunchStep> Reached { get; init; } = static _ => { };

    public ImmutableArray<Refusal> Check(SandboxPlan plan)
    {
        var refusals = Requirements.Check(plan, Identify(plan), FindGroups());
        return InitProgram.Locate(InitFile, out var refusal) is null ? refusals.Add(refusal!) : refusals;
    }

    public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null)
    {
        var identity = Identify(plan);
        return Launch(plan, identity, sessionId, (launch, report) => (Judge(report) ?? lastCheck?.Invoke()) is { } refusal
            ? throw new SandboxException(refusal)
            : launch.Start(SandboxFacts.Of(launch.Program, identity, sessionId), report));
    }

    public ProbeReport Probe(SandboxPlan plan, string sessionId) => Launch(plan, Identify(plan), sessionId, static (_, report) => report);

    public ImmutableArray<SandboxTrace> FindTraces() => ControlGroupTraces.Find();

    public void Remove(SandboxTrace trace) => ControlGroupTraces.Remove(trace);

    /// <param name="then">What to do once the init has looked around; unless it starts the server, all is taken away.</param>
    private T Launch<T>(SandboxPlan plan, ServerIdentity identity, string sessionId, Func<Launch, ProbeReport, T> then)
    {
        var groups = FindGroups();
        if (Requirements.Check(plan, identity, groups) is [var refused, ..])
            throw new SandboxException(refused);
        var program = BubblewrapProgram.Find(out var refusal) ?? throw new SandboxException(refusal!);
        var init = InitProgram.Locate(InitFile, out refusal) ?? throw new SandboxException(refusal!);
        var layout = HostLayout.Read();
        var invocation = Amend(BubblewrapTranslation.Translate(plan, layout, identity, init));
        invocation = invocation with { Command = invocation.Command.Add(sessionId) };
        try
        {
            using var launch = new Launch(program, identity, invocation, SessionLimits.Prepare(plan.Limits, groups, sessionId), Reached, !plan.Listeners.IsEmpty);
            var places = HostPlaces.All();
            var seen = launch.SetUp(InitOrder.Of(plan, places));
            var context = BubblewrapPromises.For(
                layout, identity, HostFacts.Namespaces(BubblewrapPromises.Namespaces.AsSpan()), HostFacts.Files(places));
            return then(launch, ProbeComparison.Compare(plan, context, seen));
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(Refusals.SetupFailed(exception.Message));
        }
    }

    private static ServerIdentity Identify(SandboxPlan plan) =>
        new(Libc.GetEffectiveUid(), Libc.GetEffectiveGid(), plan.RunAs);
}
