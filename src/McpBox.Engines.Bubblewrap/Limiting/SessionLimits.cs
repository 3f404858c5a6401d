using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>The limits of one session: by cgroup where one can be had, else by process.</summary>
internal sealed class SessionLimits : IDisposable
{
    private readonly PlanLimits _limits;
    private readonly ControlGroup _group;

    private SessionLimits(PlanLimits limits, ControlGroup group)
    {
        _limits = limits;
        _group = group;
    }

    /// <summary>Makes the groups, where there are any to make.</summary>
    public static SessionLimits Prepare(PlanLimits limits, ImmutableArray<ControlGroupHome> homes, string sessionId) =>
        new(limits, ControlGroup.Make(homes, limits, sessionId));

    /// <summary>Why these limits cannot be held here, or null.</summary>
    public static Refusal? Refuse(PlanLimits limits, ImmutableArray<ControlGroupHome> homes, bool serverIsRoot)
    {
        var missing = ControlGroupHome.Controllers.Except(homes.Select(static home => home.Controller), StringComparer.Ordinal).ToArray();
        if (limits.RequireCgroup && missing.Length > 0)
            return Refusals.NoControlGroup(missing);

        // The kernel does not count the processes of its own uid 0 (fork in kernel/fork.c: INIT_USER).
        if (serverIsRoot && missing.Contains("pids"))
            return Refusals.RootNeedsPidsController();
        return null;
    }

    /// <summary>Puts a process into the session's groups, with whatever it will start.</summary>
    public void Enter(int processId) => _group.Enter(processId);

    /// <summary>Puts a process under the limits that are no group's.</summary>
    /// <returns>What holds each limit, the groups' too, for the manifest.</returns>
    public ImmutableDictionary<string, string> Constrain(int processId)
    {
        ProcessLimits.Basic(processId, _limits);
        var holds = _group.Holds;
        foreach (var controller in ControlGroupHome.Controllers.Where(controller => !holds.ContainsKey(controller)))
            holds = holds.Add(controller, ProcessLimits.InsteadOf(controller, processId, _limits));
        return holds;
    }

    public bool KilledForMemory() => _group.KilledForMemory();

    public void Dispose() => _group.Dispose();
}
