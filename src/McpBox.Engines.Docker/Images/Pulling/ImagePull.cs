using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Images.Credentials;

namespace McpBox.Engines.Docker.Images.Pulling;

/// <summary>Fetches an image when asked to, and records what its tag means from then on.</summary>
internal sealed class ImagePull(DockerClient client, ImageResolver resolver, ImageRecords records, RegistryCredentials credentials)
{
    /// <exception cref="DockerException">MB2219, MB2220, MB2223 to MB2229, and what the daemon fails with.</exception>
    public PulledImage Run(ImageReference reference, Action<PullStep> progress)
    {
        if (reference.IsId)
            throw new DockerException(ImageRefusals.BadReference(reference.ToString(), "no registry can be asked for an id"));
        Fetch(reference, progress);
        return Adopt(reference);
    }

    /// <summary>The same without a registry: what the daemon has under this tag now is what it means from now on.</summary>
    public PulledImage Adopt(ImageReference reference)
    {
        var image = reference.Digest is null ? resolver.Inspect(reference) : resolver.Resolve(reference);
        var before = reference.Digest is null ? records.Find(reference)?.Digest : null;
        resolver.Record(reference, image);
        return new PulledImage(image, before);
    }

    private void Fetch(ImageReference reference, Action<PullStep> progress)
    {
        string? error = null;
        try
        {
            var credential = credentials.Find(reference.Domain);
            client.PullImage(reference.Repository, reference.Digest ?? reference.Tag!, credential?.ToHeader(), message =>
            {
                error ??= message.Error;
                if (message.Error is null)
                    progress(Step(message));
            });
        }
        catch (DockerException exception) when (exception.Status is >= 400)
        {
            throw new DockerException(PullFault.Of(reference, exception.Words), exception.Status);
        }

        if (error is not null)
            throw new DockerException(PullFault.Of(reference, error));
    }

    private static PullStep Step(PullMessage message) => new(
        DaemonWords.Of(message.Id), DaemonWords.Of(message.Status), message.Progress?.Current ?? 0, message.Progress?.Total ?? 0);
}
