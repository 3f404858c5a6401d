using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Images.Credentials;
using McpBox.Engines.Docker.Images.Pulling;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images;

/// <summary>The images of the one daemon that is meant, and what mcpbox has recorded about their tags.</summary>
public sealed class DaemonImages
{
    private const long LargestImage = 64L << 30;

    private readonly DockerClient _client;
    private readonly ImageResolver _resolver;
    private readonly ImagePull _pull;

    private DaemonImages(DockerClient client, ImageRecords records, RegistryCredentials credentials, TimeProvider time)
    {
        _client = client;
        _resolver = new ImageResolver(client, records, time);
        _pull = new ImagePull(client, _resolver, records, credentials);
        Endpoint = client.Endpoint.ToString();
    }

    /// <summary>The daemon's address and why it was chosen, for people.</summary>
    public string Endpoint { get; }

    /// <summary>Finds the daemon and asks it who it is.</summary>
    /// <param name="environment">Of mcpbox itself: <c>DOCKER_HOST</c> and its like.</param>
    /// <param name="home">The caller's home directory.</param>
    /// <exception cref="SandboxException">MB2200 to MB2219.</exception>
    public static DaemonImages Open(IReadOnlyDictionary<string, string> environment, string home, TimeProvider time) => Refusing(() =>
    {
        var folder = DockerFolder.Of(environment, home);
        var client = DockerClient.Connect(DockerEndpoints.Find(environment, home));
        return new DaemonImages(client, ImageRecords.Of(environment, home), new RegistryCredentials(DockerConfig.Read(folder), folder, environment), time);
    });

    /// <summary>The very bits that a reference means here. Never pulls. A tag's first use is recorded.</summary>
    /// <param name="record">False leaves no record: for a look that is no use.</param>
    /// <exception cref="SandboxException">MB2200 to MB2229.</exception>
    public ResolvedImage Resolve(string reference, bool record = true) => Refusing(() => _resolver.Resolve(ImageReference.Parse(reference), record));

    /// <summary>Asks the registry, and records what the tag means from now on.</summary>
    /// <param name="progress">Called for each step, on this thread.</param>
    /// <exception cref="SandboxException">MB2200 to MB2229.</exception>
    public PulledImage Pull(string reference, Action<PullStep> progress) => Refusing(() => _pull.Run(ImageReference.Parse(reference), progress));

    /// <summary>Records what the daemon has under this tag now, as after a build; asks no registry.</summary>
    /// <exception cref="SandboxException">MB2200 to MB2229.</exception>
    public PulledImage Adopt(string reference) => Refusing(() => _pull.Adopt(ImageReference.Parse(reference)));

    /// <summary>A reference as it is written in full; null for an id, and for what is no reference.</summary>
    public static string? Complete(string reference) => ImageReference.TryParse(reference, out _) is { IsId: false } read ? read.ToString() : null;

    /// <summary>A reference as it is written in full, with its tag: <c>docker.io/library/debian:12</c>.</summary>
    /// <exception cref="SandboxException">MB2220: it is none, or one with a digest.</exception>
    public static string CompleteTag(string reference) => Refusing(() => ImageReference.Parse(reference) is { Tag: not null } tagged
        ? tagged.ToString()
        : throw new DockerException(ImageRefusals.BadReference(reference, "a digest cannot be given, it is computed")));

    /// <summary>Writes the archive of an image that was resolved, at most 64 GiB of it.</summary>
    /// <exception cref="SandboxException">MB2200 to MB2213.</exception>
    public void Export(ResolvedImage image, Stream target) => Refusing(() =>
    {
        _client.ExportImage(image.Id, target, LargestImage);
        return true;
    });

    /// <summary>Hands an archive to the daemon.</summary>
    /// <param name="id">That the daemon must have afterwards.</param>
    /// <returns>What went wrong, or null.</returns>
    /// <exception cref="SandboxException">MB2200 to MB2213.</exception>
    public string? Load(Stream archive, string id) => Refusing(() =>
        _client.LoadImage(archive) is { } error ? DaemonWords.Of(error) : _client.InspectImage(id) is null ? $"it has no {id} afterwards" : null);

    private static T Refusing<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DockerException exception)
        {
            throw new SandboxException(exception.Refusal);
        }
    }
}
