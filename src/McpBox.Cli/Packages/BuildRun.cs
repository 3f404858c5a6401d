using McpBox.Engines.Docker.Images;
using McpBox.Packages;
using McpBox.Packages.Images;
using McpBox.Packages.Locking;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>Makes one image. stdout gets its digest.</summary>
/// <param name="open">Finds the daemon; not asked where none is needed.</param>
internal sealed class BuildRun(TextWriter output, TextWriter error, Func<DaemonImages> open)
{
    public int Run(Configuration configuration, BuildRequest request)
    {
        try
        {
            Make(configuration, request);
            return ExitCodes.Ok;
        }
        catch (PackageException failure)
        {
            return Refuse(failure.Refusal, ExitCodes.PlanRefused);
        }
        catch (SandboxException failure)
        {
            return Refuse(failure.Refusal, ExitCodes.EngineUnavailable);
        }
    }

    private void Make(Configuration configuration, BuildRequest request)
    {
        var (server, spec) = LockRun.Subject(configuration, request.Name)
            ?? throw new PackageException("MB6505", $"{request.Name} is no package: nothing of it can be locked", "a server with a spec, or a command such as npx, is one");
        var tag = request.Tag is null ? null : DaemonImages.CompleteTag(request.Tag);
        var named = request.Base ?? server.Profile.Container.Image ?? throw new PackageException(BakeRefusals.NoBase(request.Name));
        using var work = PackageTools.Store.Work();
        using var below = BaseImage.Read(OpenBase(named, work.Folder));
        Say($"{spec}: onto {named}, {below.Id}");
        var (locked, entry) = Find(spec, below);
        using var hold = entry.Hold();
        using var baked = BakedImage.Of(below, locked, entry, Scratch(work.Folder, "layer"));
        if (request.Output is { } file)
            WriteTo(file, baked, tag);
        if (request.Load)
            Load(baked, tag, work.Folder);
        Say($"{spec} {locked.Version}: {baked.Digest}, id {baked.Id}");
        output.WriteLine(baked.Digest);
    }

    private FileStream OpenBase(string named, string folder)
    {
        if (BuildRequest.IsFile(named))
        {
            try
            {
                return File.OpenRead(named);
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
        return archive;
    }

    // What was built with this very image goes first; then the host's, which fits where it has no machine code.
    private static (LockedPackage Locked, StoreEntry Entry) Find(PackageSpec spec, BaseImage below)
    {
        var file = LockFile.Read(PackageTools.LockFile);
        var locked = file.Find(spec, $"image {below.Id} ") ?? file.Find(spec, "host ") ?? file.Find(spec, "image ") ?? throw new PackageException(BakeRefusals.NotLocked(spec.ToString()));
        return (locked, PackageTools.Store.Find(PackageStore.KeyOf(locked)) ?? throw new PackageException(BakeRefusals.NotBuilt(spec.ToString())));
    }

    private static void WriteTo(string file, BakedImage baked, string? tag)
    {
        // As a whole or not at all: half an archive would be believed by nobody who looks, and by some who do not.
        var half = file + ".part";
        try
        {
            using (var stream = File.Create(half))
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
        Say($"loading it into the daemon at {images.Endpoint}");
        if (images.Load(archive, baked.Id) is { } cause)
            throw new PackageException(BakeRefusals.NotLoaded(cause));
    }

    private static FileStream Scratch(string folder, string name) =>
        new(Path.Combine(folder, name), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 128 << 10, FileOptions.DeleteOnClose);

    private int Refuse(Refusal refusal, int exitCode)
    {
        Say($"{refusal.Code} {refusal.Message}\nhint: {refusal.Hint}");
        return exitCode;
    }

    private void Say(string text) => error.WriteLine(PlainText.EscapeLines($"mcpbox: {text}"));
}
