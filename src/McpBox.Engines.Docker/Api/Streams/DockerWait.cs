using System.Text.Json;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Connecting;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Api.Http;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>
/// A wait that the daemon has begun, for a poll loop: a thread of its own reads the answer, which comes when the container ends.
/// </summary>
internal sealed class DockerWait : IDisposable
{
    private const int Longest = 64 * 1024;
    private const int StackSize = 256 * 1024;

    private readonly DockerEndpoint _endpoint;
    private readonly string _request;
    private readonly HttpAnswer _answer;
    private readonly Pipe _pipe = Pipe.Open();
    private readonly Thread _thread;
    private WaitOutcome? _outcome;

    /// <param name="answer">Its head is read: the daemon sends that as soon as it watches.</param>
    public DockerWait(DockerEndpoint endpoint, string request, HttpAnswer answer)
    {
        (_endpoint, _request, _answer) = (endpoint, request, answer);
        answer.Connection.Within(null);
        _thread = new Thread(Listen, StackSize) { IsBackground = true, Name = "docker wait" };
        _thread.Start();
    }

    /// <summary>Polls readable (POLLIN and POLLHUP) once there is an outcome. A pipe; nothing needs to be read.</summary>
    public SafeFileHandle Ended => _pipe.Reader;

    /// <summary>Blocks until there is one.</summary>
    public WaitOutcome Outcome()
    {
        _thread.Join();
        return _outcome!;
    }

    /// <summary>Gives the wait up, if it is not over; the container is not touched.</summary>
    public void Dispose()
    {
        _answer.Connection.Stream.Abort();
        _thread.Join();
        _answer.Dispose();
        _pipe.Dispose();
    }

    private void Listen()
    {
        _outcome = Read();
        _ = Descriptor.Write((int)_pipe.Writer.DangerousGetHandle(), "."u8);
        _pipe.Writer.Dispose();
    }

    private WaitOutcome Read()
    {
        try
        {
            var end = JsonSerializer.Deserialize(_answer.Body.ReadAll(Longest), ApiJson.Default.ContainerEnd);
            return end switch
            {
                null => Lost("an empty answer"),
                { Error.Message: { Length: > 0 } words } => new WaitOutcome(null, ApiRefusals.ServerError(_request, _answer.Head.Status, words)),
                _ => new WaitOutcome(end.StatusCode, null),
            };
        }
        catch (JsonException exception)
        {
            return Lost(exception.Message);
        }
#pragma warning disable CA1031 // On a thread of its own an exception would end the process; whatever it is, the wait has ended without a result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ConnectionFault.Explain(_endpoint, _request, exception) is { } refusal ? new WaitOutcome(null, refusal) : Lost(exception.Message);
        }
    }

    private WaitOutcome Lost(string cause) => new(null, ApiRefusals.NotADaemon(_endpoint, cause));
}
