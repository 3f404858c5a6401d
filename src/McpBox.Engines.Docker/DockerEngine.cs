using System.Collections.Immutable;
using System.ComponentModel;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Running;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Docker;

/// <summary>Runs a plan on a Docker Engine, or on Podman's compatible socket. Nothing is asked of the daemon before it is needed.</summary>
public sealed class DockerEngine : ISandboxEngine
{
    private readonly Func<DockerEndpoint> _endpoint;
    private readonly GuardProgram _guard;
    private Daemon? _daemon;

    /// <param name="environment">Of mcpbox itself, which names the daemon.</param>
    /// <param name="home">The caller's home directory.</param>
    /// <param name="guard">Starts <see cref="ContainerGuard.Run"/>.</param>
    public DockerEngine(IReadOnlyDictionary<string, string> environment, string home, GuardProgram guard)
        : this(() => DockerEndpoints.Find(environment, home), guard)
    {
    }

    internal DockerEngine(Func<DockerEndpoint> endpoint, GuardProgram guard) => (_endpoint, _guard) = (endpoint, guard);

    public string Name => "docker";

    /// <summary>For tests that take a control away, to show that its absence would be noticed.</summary>
    internal Func<byte[], byte[]> Amend { get; init; } = static body => body;

    /// <summary>For tests of what happens when this process ends during a start.</summary>
    internal Action<StartStep> Reached { get; init; } = static _ => { };

    internal Func<(string? Path, Refusal? Refusal)> FindInit { get; init; } = static () => (InitProgram.Locate(out var refusal), refusal);

    /// <summary>For tests that have no daemon elsewhere.</summary>
    internal Func<DaemonFacts, DaemonFacts> Regard { get; init; } = static facts => facts;

    internal RunFolder Run { get; init; } = RunFolder.OfCaller();

    public ImmutableArray<Refusal> Check(SandboxPlan plan) => Check(plan, out _);

    public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null) => Guarded(() =>
    {
        var daemon = Connect();
        var identity = Identify(plan, daemon.Facts);
        var parts = Parts(plan, daemon.Facts, sessionId);
        using var start = new ContainerStart(daemon, plan, identity, parts);
        start.Prepare();
        if ((start.Probe.Refuse() ?? lastCheck?.Invoke()) is { } refusal)
            throw new SandboxException(refusal);
        start.Go();
        return new DockerSandbox(start.Link, start.Life, start.Ending, new Sweep(this))
        {
            Probe = start.Probe,
            Facts = SandboxFacts.Of(daemon, plan, identity, parts.Stdio, start),
        };
    });

    public ProbeReport Probe(SandboxPlan plan, string sessionId) => Guarded(() =>
    {
        var daemon = Connect();
        using var start = new ContainerStart(daemon, plan, Identify(plan, daemon.Facts), Parts(plan, daemon.Facts, sessionId));
        start.Prepare();
        return start.Probe;
    });

    /// <summary>Where there is no daemon, and nobody names one, there are no containers; that is no error.</summary>
    public ImmutableArray<SandboxTrace> FindTraces() => Guarded<ImmutableArray<SandboxTrace>>(
        () => [.. _endpoint().IsAbsent ? [] : Traces.Containers(Connect().Client), .. Traces.Folders(Run)]);

    public void Remove(SandboxTrace trace) => Guarded(() =>
    {
        // Asked again, because the trace may be old.
        if (!FindTraces().Any(found => found.What == trace.What && !found.OwnerAlive))
            return false;
        if (trace.What.StartsWith('/'))
            SessionFolder.Remove(trace.What);
        else
            new ContainerLife(Connect().Client, trace.What).Remove();
        return true;
    });

    private ImmutableArray<Refusal> Check(SandboxPlan plan, out ImageDetails? image)
    {
        image = null;
        if (plan.Image is null)
            return [DockerRefusals.NoImage()];
        try
        {
            var daemon = Connect();
            image = daemon.Client.InspectImage(plan.Image.Id);
            var refusals = Requirements.Check(plan, daemon.Facts, image);
            return FindInit().Refusal is { } missing ? refusals.Add(missing) : refusals;
        }
        catch (DockerException exception)
        {
            return [exception.Refusal];
        }
    }

    private Daemon Connect()
    {
        if (_daemon is null)
        {
            var daemon = Daemon.Connect(_endpoint());
            _daemon = daemon with { Facts = Regard(daemon.Facts) };
        }

        return _daemon;
    }

    private StartParts Parts(SandboxPlan plan, DaemonFacts facts, string sessionId)
    {
        if (Check(plan, out var image) is [var refusal, ..])
            throw new SandboxException(refusal);
        return new StartParts
        {
            Session = sessionId,
            Owner = ProcessIdentity.Current(),
            Uid = Caller.EffectiveUserId(),
            Stdio = StdioChoice.Of(plan, facts),
            Init = FindInit().Path!,
            ImageVariables = [.. image?.Config?.Env?.Select(static variable => variable.Split('=')[0]) ?? []],
            Guard = _guard,
            Run = Run,
            Amend = Amend,
            Reached = Reached,
        };
    }

    private static ContainerIdentity Identify(SandboxPlan plan, DaemonFacts facts) =>
        ContainerIdentity.Of(plan.RunAs, facts, Caller.EffectiveUserId(), Caller.EffectiveGroupId());

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DockerException exception)
        {
            throw new SandboxException(exception.Refusal);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(DockerRefusals.SetupFailed(exception.Message));
        }
    }
}
