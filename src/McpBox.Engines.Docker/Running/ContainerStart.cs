using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using McpBox.Engines.Docker.Translation;
using McpBox.Engines.Docker.Translation.ReadingBack;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// One start, from a plan to a container whose init has looked around and waits: created, read back, started, proved, probed. Whatever fails
/// on the way ends with nothing left behind.
/// </summary>
internal sealed class ContainerStart(Daemon daemon, SandboxPlan plan, ContainerIdentity identity, StartParts parts) : IDisposable
{
    /// <summary>Of ContainerInspect.</summary>
    private const string Created = "Created";

    private readonly ContainerLife _life = new(daemon.Client, Placement.NameOf(parts.Session));
    private readonly ImmutableArray<string> _hostPaths = HostPlaces.Of(daemon.Client.Endpoint);
    private SessionFolder? _folder;
    private StdioLink? _link;
    private Guard? _guard;
    private InitVolume? _volume;
    private bool _created;
    private bool _complete;

    /// <summary>Of the container, once it exists.</summary>
    public string Id { get; private set; } = "";

    public ContainerEnding Ending { get; private set; } = new(daemon.Client, parts.Session, default, 0);

    /// <summary>How the plan's mounts were checked, for the manifest.</summary>
    public string MountsBy { get; private set; } = "";

    public ProbeReport Probe { get; private set; } = new([]);

    public ContainerLife Life => _life;

    public StdioLink Link => _link!;

    /// <summary>Everything up to the report of the init.</summary>
    /// <exception cref="SandboxException">It did not come to a container as it was planned.</exception>
    public void Prepare()
    {
        if (daemon.Facts.IsLocal)
            _folder = SessionFolder.Of(parts.Run, parts.Session, parts.Owner);
        else
            _volume = new InitVolume(daemon.Client, File.ReadAllBytes(parts.Init));

        // Before there is anything that it would have to remove: we can be killed at any instant.
        _guard = Guard.Start(parts.Guard, daemon.Client.Endpoint, parts.Session, _folder?.Path);
        _folder?.Make();
        parts.Reached(StartStep.Guarded);
        _link = parts.Stdio.Mode == StdioMode.Fifo && !OperatingSystem.IsWindows()
            ? new FifoLink(_folder!)
            : new AttachLink(daemon.Client, Placement.NameOf(parts.Session));
        parts.Reached(StartStep.Linked);
        var placement = Place();
        Create(ContainerTranslation.Translate(plan, daemon.Facts, identity, placement));
        parts.Reached(StartStep.Created);
        _volume?.Prove(Id, plan.Image!.Id, ContainerLabels.Of(plan, placement), () => parts.Reached(StartStep.Carried));
        _link.Prepare();
        daemon.Client.StartContainer(Id);
        parts.Reached(StartStep.Started);
        ProveMounts();
        Examine();
        if (_link.Mode == StdioMode.Attach)
            _folder?.Dispose();
        parts.Reached(StartStep.Examined);
    }

    /// <summary>Starts the server.</summary>
    /// <exception cref="SandboxException">It cannot be started.</exception>
    public void Go()
    {
        if (_link!.Go() is { } failed)
            throw new SandboxException(DockerRefusals.ServerFailed(failed.Message));

        // From here on the end of our channel ends everything inside, and the daemon removes what has ended.
        _guard!.Dispose();
        _complete = true;
    }

    public void Dispose()
    {
        if (!_complete)
        {
            _link?.Dispose();
            if (_created)
                _life.Remove();
            _guard?.Dispose();
            _volume?.Forget();
        }

        _folder?.Dispose();
    }

    private Placement Place() => new()
    {
        Session = parts.Session,
        Owner = parts.Owner,
        OwnerUid = parts.Uid,
        Machine = MachineName.Read(),
        Init = _volume?.Name ?? parts.Init,
        ImageVariables = parts.ImageVariables,
        Pipes = _link!.Mode == StdioMode.Fifo ? _folder!.Pipes : null,
        Hosts = _folder?.Write("hosts", NameFiles.Hosts(plan, ContainerPaths.HostName)),
        Resolver = plan.Resolver is null ? null : _folder?.Write("resolv.conf", NameFiles.Resolver(plan)),
        NameSources = plan.Resolver is null ? null : _folder?.Write("nsswitch.conf", NameFiles.Sources(plan)),
        Filter = daemon.Facts.IsPodman ? _folder?.Write("filter.json", Translation.Seccomp.SeccompJson.Text) : null,
    };

    private void Create(byte[] body)
    {
        if (MountProof.Recheck(plan) is { } moved)
            throw new SandboxException(moved);
        _created = true;
        var asked = TimeProvider.System.GetTimestamp();
        Id = daemon.Client.CreateContainer(Placement.NameOf(parts.Session), parts.Amend(body)).Id;
        var (difference, created) = daemon.Client.InspectContainer(Id, found => (Readback.Compare(body, found, daemon.Facts), Time(found)));
        if (difference is not null)
            throw new SandboxException(DockerRefusals.Unlike(difference));
        Ending = new ContainerEnding(daemon.Client, parts.Session, created, asked);
    }

    private static DateTimeOffset Time(JsonElement found) =>
        found.TryGetProperty(Created, out var text)
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : TimeProvider.System.GetUtcNow();

    private void ProveMounts()
    {
        MountsBy = "none";
        if (plan.Mounts.IsEmpty)
            return;
        var process = daemon.Client.InspectContainer(Id)?.State.Pid ?? 0;
        var proved = MountProof.TryProve(plan, process, (parts.Init, ContainerPaths.Init), out var refusal);
        refusal ??= proved ? null : MountProof.Recheck(plan);
        if (refusal is not null)
            throw new SandboxException(refusal);
        MountsBy = proved ? "proved by the kernel's mount table" : "checked before and after the start";
    }

    private void Examine()
    {
        var report = Ask(InitOrder.Of(plan, _hostPaths));
        Probe = ProbeComparison.Compare(plan, GvisorPromises.Adjust(plan, ContainerPromises.Of(daemon.Facts, identity, _hostPaths)), report);
    }

    private InitReport Ask(InitOrder order)
    {
        try
        {
            return _link!.Ask(order);
        }
        catch (IOException exception)
        {
            throw new SandboxException(InitRefusals.Silent(exception.Message));
        }
    }
}
