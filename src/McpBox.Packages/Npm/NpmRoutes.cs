using System.Collections.Concurrent;
using System.Text;
using McpBox.Packages.Registries;
using McpBox.Packages.Registries.Archives;

namespace McpBox.Packages.Npm;

/// <summary>
/// What npm is answered in a build sandbox: descriptions of packages, whose tarballs stand at the gateway, and tarballs that were looked through and have the bytes that
/// the lock or the description says. Which registry is asked follows from a name's scope alone.
/// </summary>
/// <param name="locked">Name to version to integrity; null while versions are chosen, when every package may be asked for.</param>
internal sealed class NpmRoutes(
    NpmConfig config, IReadOnlyDictionary<string, Dictionary<string, string>>? locked, GatewayLimits limits, CancellationToken cancellationToken) : IGatewayRoutes, IDisposable
{
    private const string Tarballs = "/-/tarball/";
    private const string Ending = ".tgz";
    private const long LargestDescription = 128L << 20;
    private const long LargestTarball = 512L << 20;

    private readonly ConcurrentDictionary<RegistryConnection, RegistryClient> _clients = new();
    private readonly TransferBudget _budget = new(limits);

    public NpmMetadata Metadata { get; } = new();

    /// <summary>Names that a registry did not have.</summary>
    public ConcurrentQueue<string> Missing { get; } = new();

    public static string TarballPath(string name, string version) => $"{Tarballs}{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(version)}{Ending}";

    public GatewayAnswer Answer(GatewayRequest request)
    {
        if (request.Path.StartsWith(Tarballs, StringComparison.Ordinal))
        {
            var parts = request.Path[Tarballs.Length..].Split('/');
            return parts is [var escaped, var file] && file.EndsWith(Ending, StringComparison.Ordinal)
                ? Tarball(Uri.UnescapeDataString(escaped), Uri.UnescapeDataString(file[..^Ending.Length]))
                : NotThere();
        }

        return request.Path.StartsWith("/-/", StringComparison.Ordinal) ? NotThere() : Description(Uri.UnescapeDataString(request.Path[1..]));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private GatewayAnswer Description(string name)
    {
        if (!NpmName.IsOne(name))
            throw new PackageException("MB6406", $"a package of the build asks for what is no name: {NpmName.Shown(name)}", "nothing was fetched for it");
        if (locked is not null && !locked.ContainsKey(name))
            throw new PackageException("MB6407", $"{name} is asked for, which the lock does not name", "the lock was changed by hand, or npm needs more than it: mcpbox update locks anew");
        var full = locked is null;
        using var file = ClientFor(name).Find(
            Uri.EscapeDataString(name).Replace("%40", "@", StringComparison.Ordinal),
            new RegistryExpectation(LargestDescription, full ? "application/json" : "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8", Packed: true),
            cancellationToken);
        if (file is null)
        {
            Missing.Enqueue(name);
            return NotThere();
        }

        return new GatewayAnswer(200, "application/json", new MemoryStream(Metadata.Take(name, file.ReadAll(), locked?[name].Keys.ToHashSet(StringComparer.Ordinal))));
    }

    private GatewayAnswer Tarball(string name, string version)
    {
        if (Metadata.Find(name, version) is not { } known)
            return NotThere();
        var what = $"{name}@{version}";
        var integrity = locked is null ? known.Integrity : locked.GetValueOrDefault(name)?.GetValueOrDefault(version);
        using var file = ClientFor(name).Download(known.Tarball, new RegistryExpectation(LargestTarball), cancellationToken);
        IntegrityHash.FromSri(integrity, what).Require(file, what);
        using (var look = file.Open())
            _ = ArchiveInspection.OfTarball(look, what);
        return new GatewayAnswer(200, "application/octet-stream", file.Open());
    }

    private RegistryClient ClientFor(string name) => _clients.GetOrAdd(config.For(name), connection => new RegistryClient(connection, limits, _budget));

    private static GatewayAnswer NotThere() => new(404, "application/json", new MemoryStream(Encoding.UTF8.GetBytes("{\"error\":\"not found\"}")));
}
