using System.Collections.Concurrent;
using McpBox.Packages.Registries;
using McpBox.Sandbox;

namespace McpBox.Packages.Npm;

/// <summary>What npm may ask while versions are chosen: packages by name, and tarballs of versions that it was shown.</summary>
/// <remarks>
/// There is one root inside for all registries. Which one is asked follows from the name alone (<see cref="NpmConfig.For"/>), so that nothing inside
/// can ask a scope's registry for a stranger's name or the public one for a private name.
/// </remarks>
/// <param name="newest">Published later than this does not exist; null for no gate.</param>
/// <param name="alone">Dependencies are not shown.</param>
internal sealed class NpmRoutes(NpmRegistries registries, DateTimeOffset? newest, bool alone) : IGatewayRoutes
{
    private readonly ConcurrentDictionary<string, Lazy<NpmOffer>> _offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusal> _traps = new(StringComparer.Ordinal);

    /// <summary>What was shown of a package; null when nobody asked for it.</summary>
    public NpmOffer? Seen(string name) => _offers.TryGetValue(name, out var offer) && offer.IsValueCreated ? offer.Value : null;

    /// <summary>
    /// What was shown of a package, asked of its registry if need be: a package that brings a lock of its own names versions that npm did not ask about.
    /// </summary>
    /// <exception cref="PackageException">There is no such package.</exception>
    public NpmOffer Offer(string name) =>
        _offers.GetOrAdd(name, key => new Lazy<NpmOffer>(() => new NpmOffer(registries.Packument(key, newest), newest))).Value;

    /// <inheritdoc/>
    public GatewayAnswer Answer(GatewayRequest request)
    {
        if (_traps.TryGetValue(request.Path, out var trap))
            throw new PackageException(trap);
        return NpmPath.Parse(request.Path) switch
        {
            { Version: null } package => new GatewayAnswer(
                200, "application/vnd.npm.install-v1+json", new MemoryStream(Written(package.Name), writable: false)),
            { } tarball => Tarball(tarball.Name, tarball.Version),
            null => throw new PackageException(NpmRefusals.NotAsked(request.Path)),
        };
    }

    // Once: what it was made of is many times as large.
    private byte[] Written(string name) => _written.GetOrAdd(name, key => new Lazy<byte[]>(() =>
    {
        var offer = Offer(key);
        var bytes = offer.Write(_traps, alone);
        offer.Packument.Forget();
        return bytes;
    })).Value;

    private GatewayAnswer Tarball(string name, string version)
    {
        var offer = Offer(name);
        if (!offer.Shown.Contains(version))
            throw new PackageException(NpmRefusals.NoVersion(name, version));
        var release = offer.Packument.Releases[version];
        var integrity = IntegrityHash.FromSri(release.Integrity, $"{name}@{version}");
        using var file = registries.Tarball(name, version, release.Tarball ?? "", integrity);
        return new GatewayAnswer(200, "application/octet-stream", file.Open());
    }
}

/// <summary>What npm may ask while locked files are fetched: the lock's own tarballs.</summary>
internal sealed class NpmLockedRoutes(NpmRegistries registries, NpmLock locked, Action<string>? said) : IGatewayRoutes
{
    /// <inheritdoc/>
    public GatewayAnswer Answer(GatewayRequest request)
    {
        var path = NpmPath.Parse(request.Path) ?? throw new PackageException(NpmRefusals.NotAsked(request.Path));
        if (path.Version is null || !locked.Tarballs.TryGetValue((path.Name, path.Version), out var integrity))
            throw new PackageException(NpmRefusals.NotLocked(path.Version is null ? path.Name : $"{path.Name}@{path.Version}"));
        using var file = registries.Tarball(path.Name, path.Version, integrity);
        said?.Invoke($"fetched {path.Name}@{path.Version}");
        return new GatewayAnswer(200, "application/octet-stream", file.Open());
    }
}

/// <summary>A path of the registry protocol: a package, or a tarball of it.</summary>
internal sealed record NpmPath(string Name, string? Version)
{
    public static NpmPath? Parse(string path)
    {
        var text = path[1..].Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace("%40", "@", StringComparison.Ordinal);
        var dash = text.IndexOf("/-/", StringComparison.Ordinal);
        var name = dash < 0 ? text : text[..dash];
        if (!NpmName.IsName(name))
            return null;
        if (dash < 0)
            return new NpmPath(name, null);
        var file = text[(dash + 3)..].Replace("%2b", "+", StringComparison.OrdinalIgnoreCase);
        var prefix = $"{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}-";
        if (!file.StartsWith(prefix, StringComparison.Ordinal) || !file.EndsWith(".tgz", StringComparison.Ordinal) || file.Length < prefix.Length + 4)
            return null;
        var version = file[prefix.Length..^4];
        return NpmName.IsVersion(version) ? new NpmPath(name, version) : null;
    }
}
