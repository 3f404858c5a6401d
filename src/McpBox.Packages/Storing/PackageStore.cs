using System.Collections.Immutable;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>
/// Built packages by what they were built from: read-only, complete or absent, shared between servers and sessions. Any number of
/// processes may use one folder at once.
/// </summary>
/// <param name="root">Absolute path: <c>$XDG_DATA_HOME/mcpbox/packages</c>.</param>
/// <param name="time">For the time that an entry says it was built at.</param>
public sealed class PackageStore(string root, TimeProvider time)
{
    private const string Rebuild = "mcpbox lock builds it anew";

    private readonly StoreRoot _root = new(root);

    /// <summary>Told of every step of a build, in its order; tests end the process there.</summary>
    internal Action<BuildMoment>? Reached { get; init; }

    /// <summary>
    /// Where a package stands in every store: lower-case hexadecimal SHA-256 of what decides its files. Not of the wanted range, by which the
    /// version was chosen, and not of the files themselves.
    /// </summary>
    /// <exception cref="ArgumentException">A text holds half a surrogate pair.</exception>
    public static string KeyOf(LockedPackage package)
    {
        using var hash = new CanonicalHash("mcpbox-package 1");
        return hash
            .Add("ecosystem", EcosystemName(package.Spec.Ecosystem))
            .Add("name", package.Spec.Name)
            .Add("program", package.Spec.Program)
            .Add("version", package.Version)
            .Add("toolchain", package.Toolchain)
            .Add("scripts", package.Scripts ? "allow" : "deny")
            .Add("resolution", package.Resolution)
            .ToString();
    }

    /// <summary>The complete entry of a key. Its content is not looked at: see <see cref="Check"/>.</summary>
    /// <returns>Null when there is none, or it is damaged; <see cref="Build"/> makes it in either case.</returns>
    /// <exception cref="PackageException">The store's folder is not the caller's alone to write.</exception>
    public StoreEntry? Find(string key) =>
        StoreRoot.IsKey(key) && _root.Exists() ? EntryDescription.Read(_root.At(key), key) : null;

    /// <summary>
    /// The entry of a package, built unless it is there. Of builders of one package at once, in any number of processes, one builds and the
    /// others wait for it. Nothing appears under the key before everything of it is on the disk.
    /// </summary>
    /// <param name="fill">
    /// Puts the files into an empty folder, whose path is another one than that which they are used from; nothing of it may go on when this
    /// returns. What it throws is passed on.
    /// </param>
    /// <exception cref="PackageException">
    /// The files cannot be stored, or are others than the lock says, or the disk failed. Nothing is left behind.
    /// </exception>
    public StoreEntry Build(LockedPackage package, Func<string, StartCommand> fill) =>
        new EntryBuild(_root, package, KeyOf(package), Reached ?? (static _ => { })).Run(fill, time.GetUtcNow);

    /// <summary>
    /// Holds an entry against the lock, at every start: manifest, start command, and each file's type, size, mode, owner and time. Not its
    /// content, which <see cref="Verify"/> reads. A few milliseconds for thousands of files; may run on any thread.
    /// </summary>
    /// <returns>The first difference; null when there is none.</returns>
    public Refusal? Check(StoreEntry entry, LockedPackage package)
    {
        if (Compare(entry, package) is { } refusal)
            return refusal;
        var problems = EntryInspection.Inspect(entry, limit: 1);
        return problems.Count == 0 ? null : problems[0];
    }

    /// <summary>Everything that <see cref="Check"/> looks at, and every byte of every file, on two threads.</summary>
    /// <param name="package">Null to hold the entry against its own manifest alone.</param>
    /// <returns>At most a hundred differences; empty when there is none.</returns>
    public ImmutableArray<Refusal> Verify(StoreEntry entry, LockedPackage? package)
    {
        if (Compare(entry, package) is { } refusal)
            return [refusal];
        var problems = EntryInspection.Inspect(entry, EntryInspection.Many);
        return problems.Count > 0 ? [.. problems] : EntryContent.Compare(entry);
    }

    /// <summary>Finds what nobody needs any more, reads every byte of the rest, and removes what is asked for.</summary>
    /// <param name="keptKeys">Keys that lock files refer to.</param>
    /// <param name="remove">False to look only. What a session holds or a builder is at work on is never removed.</param>
    /// <exception cref="PackageException">The store's folder is not the caller's alone to write, or cannot be read.</exception>
    public StoreFindings Collect(IReadOnlySet<string> keptKeys, bool remove) => new Collector(_root, keptKeys, remove).Run();

    /// <summary>What needs no look at the files: does the entry say that it is the one which the lock means?</summary>
    private Refusal? Compare(StoreEntry entry, LockedPackage? package)
    {
        if (entry.Folder != _root.At(entry.Key))
            throw new ArgumentException("the entry is another store's", nameof(entry));
        if (package is null)
            return null;
        if (package.Tree is null)
        {
            return new Refusal(
                StoreCodes.OtherPackage, $"{package.Spec} has no `tree` in the lock file, so nobody can say which files it should have",
                "mcpbox lock builds it and writes its hash");
        }

        if (entry.Key != KeyOf(package) || entry.Version != package.Version)
            return new Refusal(StoreCodes.OtherPackage, $"{entry.Folder} was built from something else than what the lock says of {package.Spec}", Rebuild);
        return entry.Tree == package.Tree ? null : new Refusal(
            StoreCodes.OtherManifest, $"{entry.Folder} has other files than the lock says of {package.Spec}: tree {entry.Tree}, locked {package.Tree}", Rebuild);
    }

    private static string EcosystemName(Ecosystem ecosystem) => ecosystem switch
    {
        Ecosystem.Npm => "npm",
        Ecosystem.PyPi => "pypi",
        Ecosystem.NuGet => "nuget",
        Ecosystem.Oci => "oci",
        _ => throw new ArgumentOutOfRangeException(nameof(ecosystem)),
    };
}

/// <summary>How far a build has come, in its order.</summary>
internal enum BuildMoment
{
    /// <summary>No other builder is at work on this key.</summary>
    Alone,

    /// <summary>The folder is there.</summary>
    Made,
    Filled,

    /// <summary>The files are read-only and of one time.</summary>
    Sealed,

    /// <summary>Manifest and description are there.</summary>
    Described,
    OnDisk,

    /// <summary>A damaged entry in its place has lost its name.</summary>
    PlaceFree,
    Published,
}
