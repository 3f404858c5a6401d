using System.Net.Http.Headers;
using McpBox.Engines.Docker.Api;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>
/// Puts an image into a registry as it is (OCI distribution specification 1.1, Pushing a blob monolithically, Pushing manifests). No daemon is asked: each would compress
/// the layers in its own way, and the image would have another digest at every push.
/// </summary>
public sealed class ImagePush
{
    private readonly ImageReference _reference;
    private readonly RegistryTalk _talk;

    private ImagePush(ImageReference reference, RegistryTalk talk) => (_reference, _talk) = (reference, talk);

    /// <summary>Pushes one image.</summary>
    /// <param name="reference">With a tag, or <c>latest</c> is meant; no digest.</param>
    /// <param name="environment">Of mcpbox itself: <c>DOCKER_CONFIG</c>, and what credential helpers need.</param>
    /// <param name="home">The caller's home directory.</param>
    /// <param name="said">Told of each blob.</param>
    /// <returns>The complete reference with the digest, by which anybody gets these very bytes.</returns>
    /// <exception cref="SandboxException">MB2219, MB2220, MB2227, MB6611 to MB6613.</exception>
    public static string Run(string reference, PushedImage image, IReadOnlyDictionary<string, string> environment, string home, Action<string> said)
    {
        var complete = DaemonImages.CompleteTag(reference);
        return RegistryVisit.To(complete, "pull,push", environment, home, (target, talk) =>
        {
            new ImagePush(target, talk).Put(image, said);
            return $"{target.Repository}@{image.Digest}";
        });
    }

    private void Put(PushedImage image, Action<string> said)
    {
        foreach (var blob in image.Blobs.DistinctBy(static blob => blob.Digest))
        {
            if (!Has(blob))
            {
                said($"pushing {blob.Digest} ({blob.Content.Length} bytes)");
                Put(blob);
            }
        }

        using var answer = _talk.Send(() => new HttpRequestMessage(HttpMethod.Put, _talk.At($"manifests/{_reference.Tag}"))
        {
            Content = new ReadOnlyMemoryContent(image.Manifest) { Headers = { ContentType = new MediaTypeHeaderValue(image.ManifestType) } },
        });
        _talk.Require(answer);
        if (answer.Headers.TryGetValues("Docker-Content-Digest", out var digests) && digests.FirstOrDefault() is { } digest && digest != image.Digest)
            throw new DockerException(PushRefusals.NotTaken(_reference.Domain, $"it says that the image is {digest}, and {image.Digest} was pushed"));
    }

    private bool Has(PushedBlob blob)
    {
        using var answer = _talk.Send(() => new HttpRequestMessage(HttpMethod.Head, _talk.At($"blobs/{blob.Digest}")));
        return answer.IsSuccessStatusCode;
    }

    private void Put(PushedBlob blob)
    {
        Uri place;
        using (var begun = _talk.Send(() => new HttpRequestMessage(HttpMethod.Post, _talk.At("blobs/uploads/")) { Content = new ByteArrayContent([]) }))
        {
            _talk.Require(begun);
            place = _talk.PlaceOf(begun);
        }

        var target = new Uri($"{place}{(place.Query.Length == 0 ? '?' : '&')}digest={Uri.EscapeDataString(blob.Digest)}");
        using var answer = _talk.Send(() => new HttpRequestMessage(HttpMethod.Put, target) { Content = new BlobContent(blob.Content) });
        _talk.Require(answer);
    }
}
