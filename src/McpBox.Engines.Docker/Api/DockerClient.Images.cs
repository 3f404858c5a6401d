using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Http;

namespace McpBox.Engines.Docker.Api;

/// <summary>Images.</summary>
internal sealed partial class DockerClient
{
    /// <summary>How long a pull may go without a word: a large layer is unpacked in silence.</summary>
    private static readonly TimeSpan PullSilence = TimeSpan.FromMinutes(5);

    /// <summary>For an archive as a whole: its bytes are sent without a word of the daemon's.</summary>
    private static readonly TimeSpan LoadTime = TimeSpan.FromMinutes(30);

    /// <summary>What the daemon has under this reference or id. Null when it has nothing.</summary>
    public ImageDetails? InspectImage(string reference) => OrNull(() => Ask(Get($"/images/{EscapePath(reference)}/json"), Quick, ApiJson.Default.ImageDetails));

    /// <summary>Pulls, and says each step; ends when all is there.</summary>
    /// <param name="repository">Domain and path: <c>docker.io/library/debian</c>.</param>
    /// <param name="tag">A tag, or a digest with <c>sha256:</c>.</param>
    /// <param name="registryAuth">Value of X-Registry-Auth; null for none.</param>
    /// <exception cref="DockerException">The request was refused. A failure of the pull itself comes as a message with an error.</exception>
    public void PullImage(string repository, string tag, string? registryAuth, Action<PullMessage> progress)
    {
        var request = Post($"/images/create?fromImage={Escape(repository)}&tag={Escape(tag)}") with { RegistryAuth = registryAuth };
        Guarded(request, () =>
        {
            using var answer = Send(request, PullSilence);
            ThrowOnRefusal(request, answer);
            foreach (var message in JsonLines.Read(answer.Body, ApiJson.Default.PullMessage))
            {
                answer.Connection.Within(_patience ?? PullSilence);
                progress(message);
            }

            return true;
        });
    }

    /// <summary>Writes an image's archive, as <c>docker save</c> does.</summary>
    /// <param name="largest">Bytes.</param>
    public void ExportImage(string id, Stream target, long largest)
    {
        var request = Get($"/images/{EscapePath(id)}/get");
        Guarded(request, () =>
        {
            using var answer = Send(request, PullSilence);
            ThrowOnRefusal(request, answer);
            var buffer = new byte[256 * 1024];
            for (int count; (count = answer.Body.Read(buffer)) > 0; largest -= count)
            {
                if (count > largest)
                    throw new InvalidDataException("the image is too large");
                target.Write(buffer, 0, count);
                answer.Connection.Within(_patience ?? PullSilence);
            }

            return true;
        });
    }

    /// <summary>Hands an archive of <c>docker save</c> to the daemon.</summary>
    /// <returns>What went wrong, in the daemon's words, or null.</returns>
    public string? LoadImage(Stream archive)
    {
        var request = Post("/images/load?quiet=1") with { Tar = archive };
        return Guarded(request, () =>
        {
            using var answer = Send(request, LoadTime);
            ThrowOnRefusal(request, answer);
            string? error = null;
            foreach (var message in JsonLines.Read(answer.Body, ApiJson.Default.PullMessage))
                error ??= message.Error;
            return error;
        });
    }

    /// <summary>Like <see cref="Escape"/>, but leaves what separates the parts of a reference: routers match it before it is unescaped.</summary>
    private static string EscapePath(string reference) =>
        Escape(reference).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal);
}
