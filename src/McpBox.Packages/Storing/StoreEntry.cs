using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Posix.Files;

namespace McpBox.Packages.Storing;

/// <summary>
/// A complete entry, as its <c>entry.json</c> says. Nothing of it may be believed before <see cref="PackageStore.Check"/> held it against a lock.
/// </summary>
public sealed record StoreEntry
{
    /// <summary>Lower-case hexadecimal SHA-256, see <see cref="PackageStore.KeyOf"/>; the name of its folder.</summary>
    public required string Key { get; init; }

    /// <summary>Absolute path of the folder that holds <see cref="Files"/> and what is known about them.</summary>
    public required string Folder { get; init; }

    /// <summary>The package's files: folders 0555, files 0444 or 0555, all of one time.</summary>
    public string Files => Path.Join(Folder, EntryNames.Files);

    /// <summary>SHA-256 of the manifest, lower-case hexadecimal: what <see cref="Locking.LockedPackage.Tree"/> says, too.</summary>
    public required string Tree { get; init; }

    public required StartCommand Start { get; init; }

    /// <summary>Exact version of the package.</summary>
    public required string Version { get; init; }

    /// <summary>What it was built for, for people: another spec may have come to the same entry.</summary>
    public required string Spec { get; init; }

    public required DateTimeOffset Built { get; init; }

    /// <summary>Beginning of the argument vector where the files are at their own path.</summary>
    public ImmutableArray<string> Command => CommandAt(Files);

    /// <summary>The variables that go with <see cref="Command"/>.</summary>
    public ImmutableSortedDictionary<string, string> Environment => EnvironmentAt(Files);

    /// <param name="files">Where the program sees <see cref="Files"/>, when they are mounted elsewhere.</param>
    public ImmutableArray<string> CommandAt(string files) => [.. Start.Words.Select(word => At(word, files))];

    /// <param name="files">As of <see cref="CommandAt"/>.</param>
    public ImmutableSortedDictionary<string, string> EnvironmentAt(string files) =>
        Start.Environment.ToImmutableSortedDictionary(pair => pair.Key, pair => At(pair.Value, files), StringComparer.Ordinal);

    /// <summary>
    /// Keeps <see cref="PackageStore.Collect"/> from removing the entry until this is disposed, or the process ends. A shared flock(2) on its
    /// folder. Take it before <see cref="PackageStore.Check"/>.
    /// </summary>
    /// <exception cref="PackageException">It was removed or built anew since it was found.</exception>
    public IDisposable Hold()
    {
        FileLock? held = null;
        try
        {
            held = FileLock.TakeFolder(Folder, shared: true);
            if (held?.IsAt(Folder) == true)
                return held;
        }
        catch (IOException)
        {
            // Said below: it cannot be used, whatever the reason.
        }

        held?.Dispose();
        throw new PackageException(StoreCodes.Gone, $"{Spec} was removed from the package store, or built anew, just now", "try again");
    }

    private static string At(string text, string files) => text.Replace(StartCommand.FilesPlace, files, StringComparison.Ordinal);
}

/// <summary>What stands in an entry's folder.</summary>
internal static class EntryNames
{
    public const string Files = "files";
    public const string Manifest = "manifest";
    public const string Description = "entry.json";
}
