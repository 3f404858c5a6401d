using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Http;
using McpBox.Engines.Docker.Api.Streams;

namespace McpBox.Engines.Docker.Api;

/// <summary>Streams into and out of containers.</summary>
internal sealed partial class DockerClient
{
    /// <summary>Attaches to all three streams. A container that was not started yet loses nothing that way.</summary>
    public HijackedStream Attach(string id) =>
        Hijack(Post($"/containers/{Escape(id)}/attach?stream=1&stdin=1&stdout=1&stderr=1") with { Hijack = true });

    /// <summary>Starts a second process in a running container and attaches to it.</summary>
    /// <param name="json">The body of ContainerExec, UTF-8; without a terminal.</param>
    public HijackedStream Exec(string id, ReadOnlyMemory<byte> json)
    {
        var exec = Ask(Post($"/containers/{Escape(id)}/exec") with { Json = json }, Slow, ApiJson.Default.CreatedExec);
        return Hijack(Post($"/exec/{Escape(exec.Id)}/start") with { Hijack = true, Json = """{"Detach":false,"Tty":false}"""u8.ToArray() });
    }

    private HijackedStream Hijack(HttpRequest request) => Guarded(request, () =>
    {
        var answer = SendAndKeep(request);

        // 101 by daemons that were asked to upgrade; 200 by those that hijack without a word (Engine API, "Hijacking").
        if (answer.Head.Status is 101 or 200)
            return new HijackedStream(answer);
        answer.Dispose();
        throw new InvalidDataException($"status {answer.Head.Status} instead of a stream");
    });
}
