using McpBox.Packages;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;

namespace McpBox.Cli.Packages;

/// <summary>One image in the lock file: by its complete reference, whatever a server's words leave out, so that every spelling means the same bits.</summary>
/// <param name="reference">With a tag, or with a digest.</param>
internal sealed class ImageLocking(PackageParts parts, string reference, Action<string> say) : ILocking
{
    /// <summary>In the place of a toolchain: a digest may be of an index, which is the same for every machine.</summary>
    private const string Toolchain = "oci";

    private IImageShelf? _shelf;

    public PackageSpec Spec { get; } = SpecOf(reference)
        ?? throw new PackageException("MB6505", $"{reference} is an image by its id, which means the same for ever: there is nothing to lock", "name its tag to lock what it means");

    /// <summary>What is to be run: the digest that the lock file says, whatever the daemon has under the tag by now; the reference itself where it says nothing.</summary>
    /// <exception cref="PackageException">The lock file cannot be found, read or believed.</exception>
    public static string Pinned(PackageParts parts, string reference)
    {
        // What says its digest itself needs no lock, and none may say otherwise.
        if (SpecOf(reference) is not { } spec || OciSpec.IsDigest(spec.Wanted ?? ""))
            return reference;
        return LockFile.Read(parts.LockFile()).Find(spec, Toolchain) is { } locked ? PlaceOf(locked) : reference;
    }

    public LockedPackage? Locked() => LockFile.Read(parts.LockFile()).Find(Spec, Toolchain);

    public KeptLock Lock()
    {
        if (Locked() is { } locked)
            return Keep(locked);
        return Shelf.Find(reference) is { } found ? Keep(LockedTo(found)) : Keep(Choose());
    }

    public LockedPackage Choose()
    {
        say($"{Spec}: asking its registry");
        return LockedTo(Shelf.Fetch(reference, say));
    }

    public string Newest() => Shelf.Newest(reference);

    public KeptLock Keep(LockedPackage chosen)
    {
        var place = PlaceOf(chosen);
        if (Shelf.Find(place) is null)
        {
            say($"{Spec}: fetching {chosen.Version}");
            _ = Shelf.Fetch(place, say);
        }

        _ = LockFile.Update(parts.LockFile(), file => file.With(chosen));
        return new KeptLock(chosen, chosen.Version);
    }

    private IImageShelf Shelf => _shelf ??= parts.Images();

    // The name of the spec and nobody else's: a lock chooses bits, not whose they are.
    private static string PlaceOf(LockedPackage locked)
    {
        var place = locked.Resolution.Trim();
        var isPinned = OciSpec.IsDigest(locked.Version) && (place == locked.Version || place == $"{locked.Spec.Name}@{locked.Version}")
            && (!OciSpec.IsDigest(locked.Spec.Wanted ?? "") || locked.Spec.Wanted == locked.Version);
        return isPinned ? place : throw new PackageException(
            "MB6114", $"the lock of {locked.Spec} says {locked.Version} and {place}, which is not one digest of that image",
            "find out who wrote that into mcpbox.lock; remove the entry, then: mcpbox lock");
    }

    /// <summary>Null for an id, and for what is no reference; who runs it says so.</summary>
    private static PackageSpec? SpecOf(string reference) => ImageShelf.Complete(reference) is { } complete ? SpecReader.Read($"oci:{complete}") : null;

    // An image that was built here has no digest of a registry's: its id is what it is known by.
    private LockedPackage LockedTo(ShelvedImage image) => new()
    {
        Spec = Spec,
        Version = image.Digest,
        Toolchain = Toolchain,
        Scripts = false,
        Resolution = $"{(image.Digest == image.Id ? image.Id : $"{Spec.Name}@{image.Digest}")}\n",
    };
}
