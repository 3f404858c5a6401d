using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpBox.Engines.Docker.Api.Answers;
using McpBox.Engines.Docker.Api.Connecting;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Api.Http;

namespace McpBox.Engines.Docker.Api;

/// <summary>
/// The Docker Engine API, as far as a sandbox needs it (also spoken by Podman's socket). Synchronous, safe for several threads, and with
/// nothing to dispose: each request has a connection of its own, a bounded time and a bounded answer. Every failure is a
/// <see cref="DockerException"/> that says what was asked of whom. See docs/decisions/0012-a-thin-engine-api-client.md.
/// </summary>
internal sealed partial class DockerClient
{
    private const int LargestAnswer = 16 * 1024 * 1024;
    private const int LargestError = 64 * 1024;

    /// <summary>For questions, which a daemon answers from its memory.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(15);

    /// <summary>For work on layers, processes and files.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(60);

    private readonly TimeSpan? _patience;

    private DockerClient(DockerEndpoint endpoint, TimeSpan? patience)
    {
        (Endpoint, _patience) = (endpoint, patience);
        Daemon = Ask(new HttpRequest("GET", "/version"), Quick, ApiJson.Default.DaemonVersion);
        Version = ApiVersion.Negotiate(endpoint, Daemon.ApiVersion, Daemon.MinApiVersion);
    }

    public DockerEndpoint Endpoint { get; }

    /// <summary>What the daemon says about itself.</summary>
    public DaemonVersion Daemon { get; }

    /// <summary>The version that is spoken: the newest that both sides know.</summary>
    public ApiVersion Version { get; }

    /// <summary>Asks the daemon who it is, and agrees on a version.</summary>
    /// <param name="patience">For tests: instead of the time that each request has.</param>
    /// <exception cref="DockerException">MB2200 to MB2207.</exception>
    public static DockerClient Connect(DockerEndpoint endpoint, TimeSpan? patience = null) => new(endpoint, patience);

    /// <summary>What the daemon's host and the daemon itself are able to do.</summary>
    public DaemonInfo Info() => Ask(Get("/info"), Quick, ApiJson.Default.DaemonInfo);

    private HttpRequest Get(string path) => new("GET", $"/v{Version}{path}");

    private HttpRequest Post(string path) => new("POST", $"/v{Version}{path}");

    private HttpRequest Delete(string path) => new("DELETE", $"/v{Version}{path}");

    /// <summary>One segment of a path, or a value of a query.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Flag(bool value) => value ? "1" : "0";

    /// <summary>An answer with a body.</summary>
    private T Ask<T>(HttpRequest request, TimeSpan time, JsonTypeInfo<T> type)
        where T : class =>
        Guarded(request, () =>
        {
            using var answer = Send(request, time);
            ThrowOnRefusal(request, answer);
            return JsonSerializer.Deserialize(answer.Body.ReadAll(LargestAnswer), type) ?? throw new InvalidDataException("an empty answer");
        });

    /// <summary>An answer whose status says all.</summary>
    /// <param name="accepted">Statuses of 400 or more that are an answer as well.</param>
    private int Tell(HttpRequest request, TimeSpan time, params ReadOnlySpan<int> accepted)
    {
        var fine = accepted.ToArray();
        return Guarded(request, () =>
        {
            using var answer = Send(request, time);
            if (!fine.AsSpan().Contains(answer.Head.Status))
                ThrowOnRefusal(request, answer);
            return answer.Head.Status;
        });
    }

    private HttpAnswer Send(HttpRequest request, TimeSpan time) => HttpAnswer.Of(DaemonConnection.Open(Endpoint, _patience ?? time), request);

    private static void ThrowOnRefusal(HttpRequest request, HttpAnswer answer)
    {
        var status = answer.Head.Status;
        if (status < 400)
            return;
        var words = ErrorWords(answer);
        throw new DockerException(ApiRefusals.FromStatus(request.Words, status, words), status, words);
    }

    private static string ErrorWords(HttpAnswer answer)
    {
        var body = answer.Body.ReadAll(LargestError);
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.DaemonError)?.Message ?? "";
        }
        catch (JsonException)
        {
            // A proxy in front of the daemon answers in its own words; they are shown as they are.
            return System.Text.Encoding.UTF8.GetString(body);
        }
    }

    private T Guarded<T>(HttpRequest request, Func<T> conversation)
    {
        try
        {
            return conversation();
        }
        catch (JsonException exception)
        {
            throw new DockerException(ApiRefusals.NotADaemon(Endpoint, exception.Message));
        }
        catch (Exception exception) when (ConnectionFault.Explain(Endpoint, request.Words, exception) is { } refusal)
        {
            throw new DockerException(refusal);
        }
    }
}
