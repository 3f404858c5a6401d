using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace McpBox.Export.Otlp;

/// <summary>
/// Posts requests over OTLP/HTTP with JSON (https://opentelemetry.io/docs/specs/otlp, "OTLP/HTTP"), one after the other. No proxy, no redirect, no
/// cookie: what the journal holds goes where it was told to, and nowhere else.
/// </summary>
internal sealed class OtlpSender : IOtlpTarget
{
    private const int Attempts = 5;
    private const int AnswerBytes = 64 * 1024;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly OtlpEndpoint _endpoint;
    private readonly Func<TimeSpan, bool> _pause;
    private readonly TimeProvider _time;

    /// <param name="pause">Waits; false when there is no time left to wait.</param>
    public OtlpSender(OtlpEndpoint endpoint, TimeProvider time, Func<TimeSpan, bool> pause)
    {
        _endpoint = endpoint;
        _pause = pause;
        _time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = endpoint.Trust.Options(host: null),
            ConnectTimeout = endpoint.Timeout,
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(handler) { Timeout = endpoint.Timeout };
    }

    public long Rejected { get; private set; }

    public string? Rejection { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ExportException">MB4604, MB4605, MB4606.</exception>
    public void Send(string path, ReadOnlyMemory<byte> json)
    {
        var body = _endpoint.Compress ? Compress(json.Span) : json;
        var target = _endpoint.At(path);
        for (var attempt = 1; ; attempt++)
        {
            using var answer = Post(target, body);
            if (answer.IsSuccessStatusCode)
            {
                Count(PartialSuccess.Read(Content(answer)));
                return;
            }

            var what = $"{target} answered {(int)answer.StatusCode}";
            if (!IsPassing(answer.StatusCode))
                throw new ExportException("MB4605", $"{what}: {ExportText.Short(Text(answer), 200)}", "look at the receiver's log; this request would be refused again");
            if (attempt == Attempts || !_pause(Pause(answer.Headers.RetryAfter, attempt)))
                throw new ExportException("MB4606", $"{what} {attempt} times", "export again when the receiver has room; ids stay the same, so nothing counts twice");
        }
    }

    public void Flush()
    {
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The statuses that the specification lets a client retry.</summary>
    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private HttpResponseMessage Post(Uri target, ReadOnlyMemory<byte> body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_endpoint.Compress)
            request.Content.Headers.ContentEncoding.Add("gzip");
        foreach (var (name, value) in _endpoint.Headers.All)
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            return _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            var cause = error is OperationCanceledException ? $"no answer within {_endpoint.Timeout.TotalSeconds:0.###} s" : (error.InnerException ?? error).Message;
            throw new ExportException("MB4604", $"{target} cannot be reached: {cause}", "check the address and that the receiver runs", error);
        }
    }

    // A date that has passed, or a number that makes no sense, is no reason to hurry.
    private TimeSpan Pause(RetryConditionHeaderValue? after, int attempt)
    {
        var asked = after?.Delta ?? (after?.Date - _time.GetUtcNow()) ?? TimeSpan.Zero;
        var own = TimeSpan.FromSeconds(1 << (attempt - 1));
        var pause = asked > own ? asked : own;
        return pause < LongestPause ? pause : LongestPause;
    }

    private void Count(PartialSuccess? partial)
    {
        if (partial is null)
            return;
        Rejected += partial.Rejected;
        Rejection = partial.Message ?? Rejection;
    }

    private string Text(HttpResponseMessage answer) => System.Text.Encoding.UTF8.GetString(Content(answer));

    /// <summary>The answer's beginning: what a stranger sends on is not waited for.</summary>
    private byte[] Content(HttpResponseMessage answer)
    {
        // The client's own timeout ends with the answer's head.
        using var limit = new CancellationTokenSource(_endpoint.Timeout, _time);
        try
        {
            using var stream = answer.Content.ReadAsStream(limit.Token);
            var bytes = new byte[AnswerBytes];
            return bytes[..stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit.Token).AsTask().GetAwaiter().GetResult()];
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status is what counts.
            return [];
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(json);
        return packed.ToArray();
    }
}
