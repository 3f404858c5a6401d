using McpBox.Cli.Run;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pushing;
using McpBox.Packages;
using McpBox.Packages.Images;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>Makes one image. stdout gets its digest.</summary>
/// <param name="say">A line for whoever watches; may hold hostile text.</param>
/// <param name="open">Finds the daemon; not asked where none is needed.</param>
internal sealed class BuildRun(PackageParts parts, TextWriter output, Action<string> say, Func<DaemonImages> open)
{
    /// <exception cref="PackageException">Nothing was written, or the daemon or the registry has less than all of it.</exception>
    public int Run(ServerWords words, BuildRequest request)
    {
        try
        {
            Make(words, request);
            return ExitCodes.Ok;
        }
        catch (SandboxException failure)
        {
            throw new PackageException(failure.Refusal);
        }
    }

    private void Make(ServerWords words, BuildRequest request)
    {
        var spec = words.Spec ?? throw new PackageException(BakeRefusals.IsImage(request.Name, words.Server.Profile.Container.Image ?? ""));
        var locked = LockFile.Read(parts.LockFile()).Packages.Where(package => package.Spec == spec).ToList();
        if (locked.Count == 0)
            throw new PackageException(BakeRefusals.NotLocked(spec.ToString(), request.Name));
        var tag = request.Tag is null ? null : DaemonImages.CompleteTag(request.Tag);
        var named = request.Base ?? words.Server.Profile.Container.Image ?? OnlyImage(locked) ?? throw new PackageException(BakeRefusals.NoBase(request.Name));
        var work = Directory.CreateTempSubdirectory("mcpbox-image-");
        try
        {
            using var below = OpenBase(named, work.FullName);
            say($"{spec}: onto {named}, {below.Id}");
            var package = Fitting(locked, below) ?? throw new PackageException(BakeRefusals.NotLockedFor(spec.ToString(), below.Id, request.Name));
            var entry = parts.Store.Find(PackageStore.KeyOf(package)) ?? throw new PackageException(BakeRefusals.NotBuilt(spec.ToString(), request.Name));
            using var hold = entry.Hold();
            using var baked = BakedImage.Of(below, package, parts.Store, entry, Scratch(work.FullName, "layer"));
            Deliver(baked, tag, request, work.FullName);
            say($"{spec} {package.Version}: {baked.Digest}, id {baked.Id}");
            output.WriteLine(baked.Digest);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void Deliver(BakedImage baked, string? tag, BuildRequest request, string folder)
    {
        if (request.Output is { } file)
            WriteTo(file, baked, tag);
        if (request.Load)
            Load(baked, tag, folder);
        if (request.Push is { } target)
            say($"pushed: {ImagePush.Run(target, Pushed(baked), CallerEnvironment.Read(), CallerEnvironment.Home(), say)}");
    }

    private static PushedImage Pushed(BakedImage baked) => new(
        [.. baked.Blobs.Select(static blob => new PushedBlob(blob.Digest, blob.Content))], BakedImage.ManifestType, baked.Manifest, baked.Digest);

    private BaseImage OpenBase(string named, string folder)
    {
        if (BuildRequest.IsFile(named))
        {
            try
            {
                return BaseImage.Read(File.OpenRead(named));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new PackageException(BakeRefusals.BaseUnreadable(failure.Message));
            }
        }

        var images = open();
        var image = images.Resolve(named);
        var archive = Scratch(folder, "base");
        images.Export(image, archive);
        archive.Position = 0;
        return BaseImage.Read(archive, image.Id);
    }

    // What was built with this very image goes first; then the host's, which fits where it has no machine code.
    private static LockedPackage? Fitting(IReadOnlyList<LockedPackage> locked, BaseImage below) =>
        locked.FirstOrDefault(package => ImageOf(package) is { } id && below.IsCalled(id)) ?? locked.FirstOrDefault(static package => ImageOf(package) is null);

    private static string? OnlyImage(IReadOnlyList<LockedPackage> locked) => locked.Select(ImageOf).OfType<string>().Distinct().ToList() is [var only] ? only : null;

    private static string? ImageOf(LockedPackage package) => package.Toolchain.Split(' ') is ["image", var id, ..] ? id : null;

    private static void WriteTo(string file, BakedImage baked, string? tag)
    {
        // As a whole or not at all: half an archive would be believed by nobody who looks, and by some who do not.
        var half = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(half, FileMode.CreateNew))
                baked.Write(stream, tag);
            File.Move(half, file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(half);
            throw new PackageException(BakeRefusals.NotWritten(file, failure.Message));
        }
    }

    private void Load(BakedImage baked, string? tag, string folder)
    {
        var images = open();
        using var archive = Scratch(folder, "image");
        baked.Write(archive, tag);
        archive.Position = 0;
        say($"loading it into the daemon at {images.Endpoint}");
        if (images.Load(archive, baked.Id) is { } cause)
            throw new PackageException(BakeRefusals.NotLoaded(cause));
    }

    private static FileStream Scratch(string folder, string name) =>
        new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 << 10, FileOptions.DeleteOnClose);
}
