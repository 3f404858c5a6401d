using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpBox.Packages.Building;
using McpBox.Packages.Locking;
using McpBox.Posix.Files;
using McpBox.Sandbox;

namespace McpBox.Packages.Storing;

/// <summary>
/// Built packages, by what they were built from: <c>ROOT/KEY/{files, manifest, entry.json}</c>. An entry appears as a whole (rename(2)) or not at all, and is never
/// written to again.
/// </summary>
/// <param name="root">Usually <c>$XDG_DATA_HOME/mcpbox/packages</c>.</param>
public sealed class PackageStore(string root)
{
    private const string Building = ".building-";
    private const string Turn = ".turn-";

    /// <summary>Lower-case hexadecimal SHA-256 of everything that decides which bytes are built; what was asked for (<c>^1.2</c>) does not.</summary>
    public static string KeyOf(LockedPackage package)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue((package.Spec with { Wanted = null }).ToString());
            json.WriteStringValue(package.Version);
            json.WriteStringValue(package.Toolchain);
            json.WriteBooleanValue(package.Scripts);
            json.WriteStringValue(package.Resolution);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    /// <summary>A complete entry, or null.</summary>
    public StoreEntry? Find(string key) => StoreEntry.Read(Path.Combine(root, key));

    /// <summary>Builds an entry, or finds the one that another builder made meanwhile.</summary>
    /// <param name="fill">Puts the package's files into an empty folder.</param>
    /// <exception cref="PackageException">The folder cannot be used, or other files came out than the lock says; nothing is kept.</exception>
    public StoreEntry Build(LockedPackage package, Func<string, StartCommand> fill)
    {
        var key = KeyOf(package);
        try
        {
            PrivateFile.MakeFolder(root);
            using var turn = FileLock.Take(Path.Combine(root, Turn + key));
            if (Find(key) is { } there)
                return Agreeing(there, package);
            var place = Path.Combine(root, Building + key);
            Tree.Remove(place);
            try
            {
                var files = Directory.CreateDirectory(Path.Combine(place, StoreEntry.FilesName)).FullName;
                return Publish(package, key, place, fill(files));
            }
            finally
            {
                Tree.Remove(place);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("MB6201", $"the store {root} cannot be written: {failure.Message}", "free some space, or make the folder yours and writable");
        }
    }

    /// <summary>A folder to work in that goes when it is disposed, or is collected when its owner was killed.</summary>
    /// <exception cref="PackageException">The store cannot be written to.</exception>
    public WorkFolder Work()
    {
        var name = $"work{Guid.NewGuid():N}";
        try
        {
            PrivateFile.MakeFolder(root);
            return new WorkFolder(Path.Combine(root, Building + name), FileLock.Take(Path.Combine(root, Turn + name)), Path.Combine(root, Turn + name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("MB6201", $"the store {root} cannot be written: {failure.Message}", "free some space, or make the folder yours and writable");
        }
    }

    /// <summary>A look that is quick enough for every start: the manifest's hash, and of each file its kind, size, mode and time.</summary>
    /// <returns>Why the entry is not what the lock says, or null.</returns>
    public static Refusal? Check(StoreEntry entry, LockedPackage package)
    {
        if (KeyOf(package) != entry.Key || Path.GetFileName(entry.Folder) != entry.Key)
            return Damaged(entry, "it is not the entry of this lock");
        return Wrong(entry, package.Tree, static (files, manifest) => TreeManifest.Glance(files, manifest)) is { } wrong ? Damaged(entry, wrong) : null;
    }

    /// <summary>Reads every byte.</summary>
    /// <param name="tree">Of the lock; null for what the entry says of itself.</param>
    public static Refusal? Verify(StoreEntry entry, string? tree = null)
    {
        try
        {
            return Wrong(entry, tree, static (files, manifest) => TreeManifest.Glance(files, manifest) ?? (TreeManifest.Of(files) == manifest ? null : "the files have other bytes")) is { } wrong
                ? Damaged(entry, wrong)
                : null;
        }
        catch (PackageException odd)
        {
            return odd.Refusal;
        }
    }

    /// <summary>Everything that nobody needs: what a killed builder left, entries that are damaged, and those that are not among the kept.</summary>
    /// <param name="remove">False only looks.</param>
    /// <returns>Names, each with its reason.</returns>
    public ImmutableArray<(string Name, string Reason)> Collect(IReadOnlySet<string> kept, bool remove)
    {
        if (!Directory.Exists(root))
            return [];
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var place in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(place);
            var key = name.StartsWith(Building, StringComparison.Ordinal) ? name[Building.Length..] : name;
            var reason = key != name ? "a build that was killed" : kept.Contains(key) ? Find(key) is { } entry ? Verify(entry)?.Message : "incomplete" : "no lock names it";
            if (reason is null)
                continue;
            using var free = FileLock.TryTake(key != name ? Path.Combine(root, Turn + key) : StoreEntry.HoldOf(root, key));
            if (free is null)
                continue;
            found.Add((name, reason));
            if (remove)
                Tree.Remove(place);
        }

        return found.ToImmutable();
    }

    private StoreEntry Publish(LockedPackage package, string key, string place, StartCommand start)
    {
        var files = Path.Combine(place, StoreEntry.FilesName);
        var manifest = TreeManifest.Of(files);
        var entry = new StoreEntry { Key = key, Folder = place, Spec = package.Spec.ToString(), Version = package.Version, Tree = TreeManifest.Hash(manifest), Start = start };
        _ = Agreeing(entry, package);
        File.WriteAllText(Path.Combine(place, StoreEntry.ManifestName), manifest, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        entry.Write();
        Tree.Seal(files, manifest);
        Directory.Move(place, Path.Combine(root, key));
        return entry with { Folder = Path.Combine(root, key) };
    }

    private static StoreEntry Agreeing(StoreEntry entry, LockedPackage package) => package.Tree is null || package.Tree == entry.Tree
        ? entry
        : throw new PackageException(
            "MB6202",
            $"building {package.Spec} {package.Version} gave other files than when it was locked: {entry.Tree} instead of {package.Tree}",
            "its build is not repeatable, or its toolchain changed within one version; mcpbox update locks it anew, after a look");

    private static string? Wrong(StoreEntry entry, string? tree, Func<string, string, string?> look)
    {
        if (FileStatus.Of(entry.Folder) is not { } folder || (folder.Uid != 0 && folder.Uid != Caller.EffectiveUserId()))
            return "it belongs to somebody else";
        try
        {
            var manifest = File.ReadAllText(Path.Combine(entry.Folder, StoreEntry.ManifestName));
            var hash = TreeManifest.Hash(manifest);
            return hash != entry.Tree || (tree is not null && hash != tree) ? "its manifest is not the one of the lock" : look(entry.Files, manifest);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IndexOutOfRangeException or FormatException)
        {
            return failure.Message;
        }
    }

    private static Refusal Damaged(StoreEntry entry, string what) => new(
        "MB6203", $"the built files of {entry.Spec} {entry.Version} are not what was locked: {what}", $"`mcpbox gc` removes {entry.Folder}, `mcpbox lock` builds it again; find out who changed it");
}
