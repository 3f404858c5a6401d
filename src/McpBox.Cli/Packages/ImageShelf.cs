using McpBox.Cli.Run;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pushing;
using McpBox.Packages;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>A daemon's images, and the registries behind it.</summary>
internal interface IImageShelf
{
    /// <summary>What the daemon has; null when it has none. Nothing is fetched.</summary>
    /// <param name="reference">A tag, which means what was recorded for it, a digest or an id.</param>
    ShelvedImage? Find(string reference);

    /// <summary>Has the daemon fetch it; a tag means this from now on.</summary>
    ShelvedImage Fetch(string reference, Action<string> say);

    /// <summary>The digest that a registry has under a tag now. Nothing is fetched.</summary>
    string Newest(string reference);
}

/// <param name="Digest">Of its manifest; the id where it was built here.</param>
/// <param name="Id">By which the daemon knows it.</param>
internal sealed record ShelvedImage(string Digest, string Id);

/// <summary>The images of the daemon that is meant.</summary>
internal sealed class ImageShelf(DaemonImages images) : IImageShelf
{
    private const string NoSuchImage = "MB2221";

    /// <exception cref="PackageException">There is no daemon.</exception>
    public static IImageShelf Open() => Refusing(static () => new ImageShelf(DaemonImages.Open(CallerEnvironment.Read(), CallerEnvironment.Home(), TimeProvider.System)));

    /// <summary>With registry and tag; null for an id, and for what is no reference.</summary>
    public static string? Complete(string reference) => DaemonImages.Complete(reference);

    public ShelvedImage? Find(string reference)
    {
        try
        {
            return Refusing(() => Of(images.Resolve(reference)));
        }
        catch (PackageException failure) when (failure.Refusal.Code == NoSuchImage)
        {
            return null;
        }
    }

    public ShelvedImage Fetch(string reference, Action<string> say)
    {
        say($"pulling {reference} to the daemon at {images.Endpoint}");
        return Refusing(() => Of(images.Pull(reference, static _ => { }).Image));
    }

    public string Newest(string reference) => Refusing(() => RegistryDigest.Of(reference, CallerEnvironment.Read(), CallerEnvironment.Home()));

    private static ShelvedImage Of(ResolvedImage image) => new(image.Digest, image.Id);

    private static T Refusing<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SandboxException failure)
        {
            throw new PackageException(failure.Refusal);
        }
    }
}
