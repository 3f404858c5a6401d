using System.Globalization;
using System.Text;
using McpBox.Review.Http;
using McpBox.Review.Sessions;

namespace McpBox.Review;

/// <summary>
/// The local page on which recorded sessions are reviewed: read-only, on 127.0.0.1, for whoever has the printed address. See docs/view.md.
/// </summary>
public sealed class ReviewServer : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly Admission _admission;
    private readonly ReviewApi _api;

    /// <summary>Binds a port; nobody is answered before <see cref="ServeAsync"/>.</summary>
    /// <param name="root">The journal's folder.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is no loopback interface to bind to.</exception>
    public ReviewServer(string root, TimeProvider time)
    {
        _server = new LoopbackServer(time);
        _admission = new Admission(_server.Port);
        _api = new ReviewApi(new SessionShelf(root), time);
    }

    /// <summary>The address to open, with a token that is good for one use.</summary>
    /// <param name="session">The id of the session to begin with; null for the list.</param>
    public string Address(string? session = null) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_server.Port}/?token={_admission.Token}{(session is null ? "" : $"#/s/{session}")}");

    /// <summary>Serves until cancelled.</summary>
    public Task ServeAsync(CancellationToken cancel) => _server.ServeAsync(AnswerAsync, cancel);

    public void Dispose() => _server.Dispose();

    private async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        if (_admission.RefusalOfOrigin(request) is { } foreign)
            return foreign;
        if (request.Path == "/" && request.Query.TryGetValue("token", out var token))
            return Enter(request, token);
        if (!_admission.HasCookie(request))
            return HttpReply.Text(403, "refused: open the address that `mcpbox log view` printed; it is good for one use");

        return request.Path switch
        {
            "/" => Page(key: null),
            "/app.js" => new HttpReply(200, "text/javascript; charset=utf-8", ReviewPage.Script),
            "/app.css" => new HttpReply(200, "text/css; charset=utf-8", ReviewPage.Style),
            _ when !request.Path.StartsWith("/api/", StringComparison.Ordinal) => HttpReply.Text(404, "there is nothing here"),
            _ when !_admission.HasKey(request) => HttpReply.Text(403, "refused: this page was not opened with the address that `mcpbox log view` printed"),
            _ => await _api.AnswerAsync(request, cancel),
        };
    }

    // HEAD is no use of the token: a program that previews links would spend it.
    private HttpReply Enter(HttpRequest request, string token)
    {
        if (request.Method == "GET" && _admission.TrySpend(token))
            return Page(_admission.Key) with { More = _admission.SetCookie };
        return _admission.HasCookie(request)
            ? HttpReply.Text(303, "") with { More = "Location: /\r\n" }
            : HttpReply.Text(403, "refused: this address was used already, or is not the one that was printed; start `mcpbox log view` again");
    }

    private static HttpReply Page(string? key) => new(200, HttpReply.Html, Encoding.UTF8.GetBytes(ReviewPage.Served(key)));
}
