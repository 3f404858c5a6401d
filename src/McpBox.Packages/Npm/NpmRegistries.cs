using System.Collections.Concurrent;
using McpBox.Packages.Registries;
using McpBox.Packages.Registries.Archives;
using McpBox.Sandbox;

namespace McpBox.Packages.Npm;

/// <summary>The registries of one build. A name is asked of exactly one of them.</summary>
internal sealed class NpmRegistries : IDisposable
{
    private const long LargestPackument = 128L << 20;
    private const string Abbreviated = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";

    private readonly NpmConfig _config;
    private readonly CancellationToken _cancelled;
    private readonly ConcurrentDictionary<RegistryConnection, RegistryClient> _clients = new(ReferenceEqualityComparer.Instance);
    private readonly GatewayLimits _limits;
    private readonly TransferBudget _budget;
    private long _metadata;

    public NpmRegistries(NpmConfig config, GatewayLimits limits, CancellationToken cancelled)
    {
        (_config, _limits, _cancelled) = (config, limits, cancelled);
        _budget = new TransferBudget(limits);
    }

    /// <param name="newest">When versions have to be older than this, the form that says how old they are is fetched where need be.</param>
    public NpmPackument Packument(string name, DateTimeOffset? newest)
    {
        var packument = Fetch(name, Abbreviated);
        if (newest is null || packument.HasTimes || packument.Modified <= newest)
            return packument;
        packument.Forget();
        return Fetch(name, "application/json");
    }

    /// <summary>A tarball, whole, with the bytes that it should have and nothing in it that an archive must not have.</summary>
    /// <param name="address">Of the registry's metadata.</param>
    public RegistryFile Tarball(string name, string version, string address, IntegrityHash integrity)
    {
        var client = Client(name);
        RequireOwn(name, version, address);
        return Checked(client.Download(address, new RegistryExpectation(), _cancelled), $"{name}@{version}", integrity);
    }

    /// <summary>As <see cref="Tarball(string, string, string, IntegrityHash)"/> where no metadata is at hand: at the place that registries agree on, else where the metadata says.</summary>
    public RegistryFile Tarball(string name, string version, IntegrityHash integrity)
    {
        if (Client(name).Find(NpmName.TarballPath(name, version), new RegistryExpectation(), _cancelled) is { } file)
            return Checked(file, $"{name}@{version}", integrity);
        if (!Packument(name, null).Releases.TryGetValue(version, out var release))
            throw new PackageException(NpmRefusals.NoVersion(name, version));
        return Tarball(name, version, release.Tarball ?? "", integrity);
    }

    /// <exception cref="PackageException">The address is not one of the registry that has the package.</exception>
    public void RequireOwn(string name, string version, string address)
    {
        var origin = _config.For(name).Origin;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !origin.Contains(uri))
            throw new PackageException(NpmRefusals.TarballElsewhere($"{name}@{version}", address, origin));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private NpmPackument Fetch(string name, string accept)
    {
        var client = Client(name);
        using var file = client.Find(NpmName.PackumentPath(name), new RegistryExpectation(LargestPackument, accept, Packed: true), _cancelled)
            ?? throw new PackageException(new Refusal(
                RegistryRefusals.Missing, $"there is no package {ShownText.Of(name)} at {client.Origin}", "check the name, and which registry npm's configuration names for it"));
        if (Interlocked.Add(ref _metadata, file.Length) > _limits.Metadata)
            throw new PackageException(RegistryRefusals.MetadataTooLarge(_limits.Metadata));
        return NpmPackument.Parse(name, file.ReadAll());
    }

    private static RegistryFile Checked(RegistryFile file, string what, IntegrityHash integrity)
    {
        try
        {
            integrity.Require(file, what);
            using var stream = file.Open();
            _ = ArchiveInspection.OfTarball(stream, what);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private RegistryClient Client(string name) => _clients.GetOrAdd(_config.For(name), connection => new RegistryClient(connection, _limits, _budget));
}
