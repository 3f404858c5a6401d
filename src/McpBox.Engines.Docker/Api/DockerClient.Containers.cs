using System.Buffers;
using System.Text;
using System.Text.Json;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Http;
using McpBox.Engines.Docker.Api.Streams;

namespace McpBox.Engines.Docker.Api;

/// <summary>Containers. An id may be a name as well.</summary>
internal sealed partial class DockerClient
{
    /// <param name="json">The body of ContainerCreate, UTF-8.</param>
    /// <exception cref="DockerException">MB2211: the name is taken. MB2213: the daemon does not have the image.</exception>
    public CreatedContainer CreateContainer(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            return Ask(Post($"/containers/create?name={Escape(name)}") with { Json = json }, Slow, ApiJson.Default.CreatedContainer);
        }
        catch (DockerException exception) when (exception.Status == 500 && exception.Words.Contains("already in use", StringComparison.Ordinal))
        {
            // Podman 4.3 has no 409 for it.
            throw new DockerException(ApiRefusals.Conflict("POST /containers/create", exception.Words), exception.Status, exception.Words);
        }
        catch (DockerException exception) when (exception.Status == 404)
        {
            throw new DockerException(ApiRefusals.ImageGone(exception.Words), exception.Status, exception.Words);
        }
    }

    /// <summary>What is asked at run time. Null when there is no such container.</summary>
    public ContainerDetails? InspectContainer(string id) => OrNull(() => Ask(Get($"/containers/{Escape(id)}/json"), Quick, ApiJson.Default.ContainerDetails));

    /// <summary>The whole answer, for a read-back that leaves nothing out.</summary>
    /// <param name="read">What of it it takes for another kind of value than it is, or misses, makes it an answer of no daemon.</param>
    /// <exception cref="DockerException">MB2206: it cannot be read. MB2210: there is no such container.</exception>
    public T InspectContainer<T>(string id, Func<JsonElement, T> read)
    {
        var request = Get($"/containers/{Escape(id)}/json");
        return Guarded(request, () =>
        {
            using var answer = Send(request, Quick);
            ThrowOnRefusal(request, answer);
            using var document = JsonDocument.Parse(answer.Body.ReadAll(LargestAnswer));
            try
            {
                return read(document.RootElement);
            }
            catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new InvalidDataException($"its description of a container cannot be read: {exception.Message}", exception);
            }
        });
    }

    /// <summary>Starts it; does nothing when it runs already.</summary>
    public void StartContainer(string id) => Tell(Post($"/containers/{Escape(id)}/start"), Slow);

    /// <summary>Sends a signal to its first process.</summary>
    /// <param name="signal">As <c>SIGTERM</c>.</param>
    /// <returns>False when it does not run, or is gone.</returns>
    public bool KillContainer(string id, string signal)
    {
        try
        {
            return Tell(Post($"/containers/{Escape(id)}/kill?signal={Escape(signal)}"), Slow, 404, 409) < 400;
        }
        catch (DockerException exception) when (IsPodmanStateFault(exception))
        {
            return false;
        }
    }

    /// <summary>Removes it. Wait for <see cref="WaitCondition.Removed"/> where it must be gone: a removal that another one began goes on meanwhile.</summary>
    /// <param name="force">Kills it first.</param>
    /// <param name="volumes">Its anonymous volumes as well.</param>
    /// <returns>False when it is gone already, or going.</returns>
    public bool RemoveContainer(string id, bool force, bool volumes)
    {
        var request = Delete($"/containers/{Escape(id)}?force={Flag(force)}&v={Flag(volumes)}");
        try
        {
            return Tell(request, Slow, 404) < 400;
        }
        catch (DockerException exception) when (IsPodmanStateFault(exception))
        {
            // It ended by itself between Podman's look and Podman's signal; now there is nothing left to kill.
            return Tell(request, Slow, 404) < 400;
        }
        catch (DockerException exception) when (exception.Status == 409 && exception.Words.Contains("already in progress", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Every container in every state that has all of the labels.</summary>
    /// <param name="labels"><c>name</c> or <c>name=value</c>.</param>
    public IReadOnlyList<ContainerSummary> ListContainers(params ReadOnlySpan<string> labels) =>
    [
        .. Ask(Get($"/containers/json?all=1&filters={Escape(Filters(("label", labels.ToArray())))}"), Slow, ApiJson.Default.ListContainerSummary)
            .Where(static container => container is not null),
    ];

    /// <summary>
    /// Begins to watch for an end. The daemon watches when this returns, so a container that is started afterwards cannot end unseen.
    /// </summary>
    public DockerWait BeginWait(string id, WaitCondition condition)
    {
        var word = condition switch
        {
            WaitCondition.NextExit => "next-exit",
            WaitCondition.Removed => "removed",
            _ => "not-running",
        };
        var request = Post($"/containers/{Escape(id)}/wait?condition={word}");
        return Guarded(request, () => new DockerWait(Endpoint, request.Words, SendAndKeep(request)));
    }

    /// <summary>What happened to containers with a label between two moments, the oldest first. Asks for the past only, so it does not wait.</summary>
    /// <param name="since">Seconds since 1970 with up to nine decimals, by the daemon's clock.</param>
    /// <param name="until">As <paramref name="since"/>; not in the future.</param>
    public IReadOnlyList<DaemonEvent> Events(string since, string until, params ReadOnlySpan<string> labels)
    {
        var filters = Filters(("type", ["container"]), ("label", labels.ToArray()));
        var request = Get($"/events?since={Escape(since)}&until={Escape(until)}&filters={Escape(filters)}");
        return Guarded(request, () =>
        {
            using var answer = Send(request, Quick);
            ThrowOnRefusal(request, answer);
            return JsonLines.Read(answer.Body, ApiJson.Default.DaemonEvent).ToList();
        });
    }

    /// <summary>Unpacks a tar archive into a folder of the container, which needs not run.</summary>
    /// <param name="path">Absolute; there already.</param>
    public void PutArchive(string id, string path, Stream tar) =>
        Tell(new HttpRequest("PUT", $"/v{Version}/containers/{Escape(id)}/archive?path={Escape(path)}") { Tar = tar }, Slow);

    /// <summary>Reads a file or a folder of the container, which needs not run, as a tar archive.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="read">Need not read to the end.</param>
    /// <exception cref="DockerException">MB2206: it is no archive. MB2210: there is no such container or path.</exception>
    public T GetArchive<T>(string id, string path, Func<Stream, T> read)
    {
        var request = Get($"/containers/{Escape(id)}/archive?path={Escape(path)}");
        return Guarded(request, () =>
        {
            using var answer = Send(request, Slow);
            ThrowOnRefusal(request, answer);
            using var body = new BodyStream(answer.Body);
            return read(body);
        });
    }

    /// <summary>Sends a request whose answer outlives this call; a refusal is thrown and leaves nothing open.</summary>
    private HttpAnswer SendAndKeep(HttpRequest request)
    {
        var answer = Send(request, Slow);
        try
        {
            ThrowOnRefusal(request, answer);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static T? OrNull<T>(Func<T> question)
        where T : class
    {
        try
        {
            return question();
        }
        catch (DockerException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Podman 4.3 has a 500 where Docker has a 409: a container that is not in the state for it.</summary>
    private static bool IsPodmanStateFault(DockerException exception) =>
        exception.Status == 500 && exception.Words.Contains("container state improper", StringComparison.Ordinal);

    /// <summary>The <c>filters</c> of a query: a JSON object of lists.</summary>
    private static string Filters(params ReadOnlySpan<(string Name, string[] Values)> filters)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, values) in filters)
            {
                json.WriteStartArray(name);
                foreach (var value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
