using System.Collections.Immutable;
using McpBox.Packages.Registries;

namespace McpBox.Packages.NuGet;

/// <summary>
/// The sources that one package may come from. It comes whole from the first that has it: a newer version elsewhere changes nothing, and a source that
/// fails is not passed over.
/// </summary>
internal sealed class NuGetSources(ImmutableArray<INuGetFeed> feeds) : IDisposable
{
    /// <exception cref="PackageException">The id is none (MB6452), or no source may have it (MB6451).</exception>
    public static NuGetSources Open(NuGetConfig config, string id, GatewayLimits limits)
    {
        if (!NuGetLock.IsId(id))
            throw new PackageException(NuGetRefusals.SpecUnusable(ShownText.Of(id)));
        var budget = new TransferBudget(limits);
        var sources = config.SourcesOf(id);
        return sources.IsEmpty
            ? throw new PackageException(NuGetRefusals.NoSource(id))
            : new NuGetSources([.. sources.Select(source => source.Folder is { } folder ? (INuGetFeed)new FolderFeed(folder) : new HttpFeed(new RegistryClient(source.Feed!, limits, budget), source.Index))]);
    }

    /// <exception cref="PackageException">None has it (MB6453).</exception>
    public (INuGetFeed Feed, IReadOnlyList<OfferedVersion> Versions) First(string id, CancellationToken cancellationToken)
    {
        foreach (var feed in feeds)
        {
            var versions = feed.Versions(id, cancellationToken);
            if (versions.Count > 0)
                return (feed, versions);
        }

        throw new PackageException(NuGetRefusals.NoPackage(id, "", string.Join(", ", feeds.Select(feed => feed.Name))));
    }

    /// <summary>The locked file. The first source that has this version has to have these bytes.</summary>
    /// <exception cref="PackageException">It has others, or none has it (MB6453).</exception>
    public RegistryFile Find(NuGetLock locked, CancellationToken cancellationToken)
    {
        var what = $"{locked.Id}.{locked.Version}.nupkg";
        foreach (var feed in feeds)
        {
            if (feed.Find(locked.Id, locked.Version, cancellationToken) is not { } file)
                continue;
            try
            {
                IntegrityHash.FromSri(locked.Hash, what).Require(file, what);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        throw new PackageException(NuGetRefusals.NoPackage(locked.Id, locked.Version.ToString(), string.Join(", ", feeds.Select(feed => feed.Name))));
    }

    public void Dispose()
    {
        foreach (var feed in feeds)
            feed.Dispose();
    }
}

/// <summary>What a started tool has in its environment.</summary>
internal static class NuGetStart
{
    /// <summary>A tool of an older framework runs on the newest runtime, which is what it was chosen for; nothing is reported home.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Environment = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string> { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1", ["DOTNET_ROLL_FORWARD"] = "Major" });
}
