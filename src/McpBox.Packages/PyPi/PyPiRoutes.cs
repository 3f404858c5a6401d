using System.Collections.Concurrent;
using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Packages.Registries;
using McpBox.Packages.Registries.Archives;

namespace McpBox.Packages.PyPi;

/// <summary>
/// The index that pip sees inside: <c>/simple/NAME/</c> with the wheels that may be used, and <c>/files/SHA256/NAME</c>, where each was inspected and
/// has the hash in its address.
/// </summary>
internal abstract class PyPiRoutes(CancellationToken cancellationToken) : IGatewayRoutes
{
    private readonly ConcurrentDictionary<string, OfferedWheel> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ImmutableArray<OfferedWheel>>> _projects = new(StringComparer.Ordinal);

    /// <summary>The wheel behind an address of the gateway's, or null.</summary>
    public OfferedWheel? At(string path) => _files.GetValueOrDefault(path);

    public GatewayAnswer Answer(GatewayRequest request)
    {
        if (request.Path.StartsWith("/files/", StringComparison.Ordinal))
            return File(At(request.Path) ?? throw new PackageException(PyPiRefusals.NotLocked(request.Path)));
        var words = request.Path.Split('/');
        if (words is not ["", "simple", { Length: > 0 } name, ""] || !PyPiName.IsName(name))
            throw new PackageException(PyPiRefusals.NotLocked(request.Path));
        var project = PyPiName.Normalize(name);
        return SimpleAnswer.Page(project, Offered(project));
    }

    protected CancellationToken Token => cancellationToken;

    protected abstract ImmutableArray<OfferedWheel> Choose(string project);

    private ImmutableArray<OfferedWheel> Offered(string project)
    {
        var offered = _projects.GetOrAdd(project, name => new Lazy<ImmutableArray<OfferedWheel>>(() => Choose(name))).Value;
        foreach (var wheel in offered)
            _files[wheel.Path] = wheel;
        return offered;
    }

    private GatewayAnswer File(OfferedWheel wheel)
    {
        var (client, address) = wheel.Index.Locate(wheel.Project, wheel.File, out var host)
            ?? throw new PackageException(PyPiRefusals.ForeignFile(wheel.Project, wheel.File.Name, host, wheel.Index.Name));
        using var file = client.Download(address, new RegistryExpectation(), Token);
        IntegrityHash.FromHex(IntegrityAlgorithm.Sha256, wheel.Sha256, wheel.File.Name).Require(file, wheel.File.Name);
        using (var archive = file.Open())
            _ = ArchiveInspection.OfZip(archive, wheel.File.Name);
        return new GatewayAnswer(200, "application/octet-stream", file.Open());
    }
}

/// <summary>While versions are chosen: everything that <see cref="WheelChoice"/> lets through.</summary>
internal sealed class ResolvingRoutes(
    PyPiIndexes indexes, PythonRuntime python, ResolveOptions options, DateTimeOffset now, CancellationToken cancellationToken) : PyPiRoutes(cancellationToken)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<HiddenVersion>> _hidden = new(StringComparer.Ordinal);

    /// <summary>What pip was not shown of a project, in the index's order.</summary>
    public ImmutableArray<HiddenVersion> Hidden(string project) => _hidden.GetValueOrDefault(project, []);

    protected override ImmutableArray<OfferedWheel> Choose(string project)
    {
        var (index, page) = indexes.Find(project, Token);
        var choice = new WheelChoice(index, project, python, options, now).Take(page);
        _hidden[project] = choice.Hidden;
        foreach (var news in choice.Hidden.Where(hidden => hidden.IsNews).TakeLast(3))
            options.Said?.Invoke($"not used: {news.Refusal.Message}");
        if (choice.Offered.IsEmpty && !choice.Hidden.IsEmpty)
            throw new PackageException(choice.Hidden[^1].Refusal);
        return choice.Offered;
    }
}

/// <summary>While locked files are fetched: these files and no others, wherever an index still has them.</summary>
internal sealed class LockedRoutes(PyPiIndexes indexes, ImmutableArray<LockedWheel> locked, CancellationToken cancellationToken) : PyPiRoutes(cancellationToken)
{
    protected override ImmutableArray<OfferedWheel> Choose(string project)
    {
        var wanted = locked.FirstOrDefault(wheel => wheel.Project == project) ?? throw new PackageException(PyPiRefusals.NotLocked(project));
        PyPiIndex? other = null;
        foreach (var (index, page) in indexes.All(project, Token))
        {
            var wheels = page.Files.Where(file => WheelName.Parse(file.Name) is { } name && name.Project == project && name.Version == wanted.Version).ToList();
            if (wheels.Find(file => file.Sha256 == wanted.Sha256) is { } found)
                return [new OfferedWheel(index, project, wanted.Version, found)];
            other ??= wheels.Count > 0 ? index : null;
        }

        throw new PackageException(other is null
            ? PyPiRefusals.Gone(project, wanted.Version)
            : PyPiRefusals.OtherBytes(project, wanted.Version, other.Name));
    }
}
