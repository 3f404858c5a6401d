using System.Collections.Immutable;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Answers;

namespace McpBox.Engines.Docker.Images;

/// <summary>From a reference to the very bits that will run. Asks the daemon only; never pulls.</summary>
internal sealed class ImageResolver(DockerClient client, ImageRecords records, TimeProvider time)
{
    /// <summary>
    /// A digest or an id decides alone. A tag means what was recorded for it, whatever the daemon has under it by now; without a
    /// record it means what the daemon has, from then on.
    /// </summary>
    /// <param name="record">False leaves no record: for a look that is no use.</param>
    /// <exception cref="DockerException">MB2220 to MB2223, MB2229, and what the daemon fails with.</exception>
    public ResolvedImage Resolve(ImageReference reference, bool record = true)
    {
        if (reference.Digest is not null)
            return Pinned(reference);
        if (records.Find(reference) is { } known)
            return Recorded(reference, known);
        var image = Inspect(reference);
        if (record)
            Record(reference, image);
        return image;
    }

    /// <summary>What the daemon has under this reference now, whatever was recorded.</summary>
    public ResolvedImage Inspect(ImageReference reference) =>
        Describe(reference, client.InspectImage(reference.ToString()) ?? throw new DockerException(ImageRefusals.NoSuchImage(reference.ToString(), client.Endpoint)));

    /// <summary>From now on the tag means this. Nothing is written for a digest or an id, which mean the same for ever.</summary>
    public void Record(ImageReference reference, ResolvedImage image)
    {
        if (reference.Digest is null)
            records.Write(reference, new ImageRecord(image.Digest, image.Id, time.GetUtcNow()));
    }

    private ResolvedImage Pinned(ImageReference reference)
    {
        var details = client.InspectImage(reference.ToString()) ?? throw new DockerException(ImageRefusals.NoSuchImage(reference.ToString(), client.Endpoint));
        var image = Describe(reference, details);
        if (reference.IsId && image.Id != reference.Digest)
            throw new DockerException(ImageRefusals.WrongImage(reference.ToString(), $"its id is {image.Id}"));
        if (!reference.IsId && !Digests(details).Contains(reference.Digest))
            throw new DockerException(ImageRefusals.WrongImage(reference.ToString(), "it does not have this digest"));
        return image with { Digest = reference.Digest! };
    }

    private ResolvedImage Recorded(ImageReference reference, ImageRecord known)
    {
        var tagged = client.InspectImage(reference.ToString());

        // Another kind of daemon may give the same manifest another id.
        if (tagged is not null && (IdOf(tagged) == known.Id || (known.Digest != known.Id && Digests(tagged).Contains(known.Digest))))
            return Describe(reference, tagged) with { Digest = known.Digest };
        if (client.InspectImage(known.Id) is { } kept && IdOf(kept) == known.Id)
            return Describe(reference, kept) with { Digest = known.Digest, MovedTo = tagged is null ? null : IdOf(tagged) };
        throw new DockerException(tagged is null
            ? ImageRefusals.NoSuchImage(reference.ToString(), client.Endpoint)
            : ImageRefusals.TagMoved(reference.ToString(), known, Describe(reference, tagged).Digest));
    }

    private static ResolvedImage Describe(ImageReference reference, ImageDetails details)
    {
        if (details.Os is { Length: > 0 } system && system != "linux")
            throw new DockerException(ImageRefusals.WrongImage(reference.ToString(), $"it is made for {system}, and mcpbox runs Linux containers"));
        var id = IdOf(details);
        if (!ReferenceGrammar.IsDigest(id))
            throw new DockerException(ImageRefusals.WrongImage(reference.ToString(), $"the daemon names it by \"{id}\""));
        var configuration = details.Config;
        return new ResolvedImage(
            reference.ToString(),
            DigestOf(reference, details) ?? id,
            id,
            [.. configuration?.Entrypoint ?? []],
            [.. configuration?.Cmd ?? []],
            [.. configuration?.Env ?? []],
            configuration?.WorkingDir ?? "",
            configuration?.User ?? "",
            (configuration?.Labels ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>Podman leaves the algorithm away in some answers.</summary>
    private static string IdOf(ImageDetails details) => details.Id.Contains(':', StringComparison.Ordinal) ? details.Id : $"sha256:{details.Id}";

    /// <summary>By the repository that was asked for; another one's digest is of the same manifest, or of one for several platforms.</summary>
    private static string? DigestOf(ImageReference reference, ImageDetails details)
    {
        var pinned = Pins(details).ToList();
        return (pinned.Find(pin => pin.Repository == reference.Repository) ?? pinned.FirstOrDefault())?.Digest;
    }

    private static IEnumerable<string> Digests(ImageDetails details) => Pins(details).Select(static pin => pin.Digest!);

    private static IEnumerable<ImageReference> Pins(ImageDetails details) =>
        (details.RepoDigests ?? []).Select(static text => ImageReference.TryParse(text, out _)).OfType<ImageReference>().Where(static pin => pin is { IsId: false, Digest: not null });
}
