using System.Net.Sockets;
using System.Text;

namespace McpBox.Review.Http;

/// <summary>
/// One connection: heads are read within a deadline and a size, answered one after the other. Whatever is not a plain GET or HEAD ends it,
/// so that what follows an unread body is never taken for a request.
/// </summary>
internal sealed class HttpConnection(Socket socket, Func<HttpRequest, CancellationToken, Task<HttpReply>> answer, TimeProvider time) : IDisposable
{
    private const int LongestHead = 16 * 1024;

    // A head comes in one piece from every browser; between two requests a connection may rest as long.
    private static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(15);

    // A page that stops reading must not hold its answer in our memory for ever.
    private static readonly TimeSpan ReplyTime = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[LongestHead];
    private int _length;

    public void Dispose() => socket.Dispose();

    /// <summary>Serves until the peer leaves, is too slow, or says something that is not understood.</summary>
    public async Task ServeAsync(CancellationToken cancel)
    {
        for (var open = true; open;)
        {
            var end = await ReadHeadAsync(cancel);
            if (end < 0)
            {
                if (_length == LongestHead)
                    await WriteAsync(HttpReply.Text(431, "the request's head is too long"), body: true, close: true, cancel);
                return;
            }

            // Latin-1 keeps each byte apart; a name or value of ours is ASCII.
            var request = HttpRequest.Parse(Encoding.Latin1.GetString(_buffer, 0, end));
            Consume(end + 4);
            open = await AnswerAsync(request, cancel);
        }
    }

    private static bool HasBody(HttpRequest request) => request.Header("Transfer-Encoding") is not null || request.Header("Content-Length") is not (null or "0");

    private async Task<bool> AnswerAsync(HttpRequest? request, CancellationToken cancel)
    {
        if (request is null || HasBody(request))
            return await RefuseAsync(HttpReply.Text(400, "not a request that is answered here"), cancel);
        if (request.Method is not ("GET" or "HEAD"))
            return await RefuseAsync(HttpReply.Text(405, "only GET and HEAD") with { More = "Allow: GET, HEAD\r\n" }, cancel);

        var reply = await answer(request, cancel);
        var close = string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);
        await WriteAsync(reply, request.Method == "GET", close, cancel);
        return !close;
    }

    private async Task<bool> RefuseAsync(HttpReply reply, CancellationToken cancel)
    {
        await WriteAsync(reply, body: true, close: true, cancel);
        return false;
    }

    /// <summary>The length of the next head without its empty line; -1 when there will be none.</summary>
    private async Task<int> ReadHeadAsync(CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(HeadTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        while (true)
        {
            var end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return end;
            if (_length == LongestHead)
                return -1;
            var read = await socket.ReceiveAsync(_buffer.AsMemory(_length), both.Token);
            if (read == 0)
                return -1;
            _length += read;
        }
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    private async Task WriteAsync(HttpReply reply, bool body, bool close, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(ReplyTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        await SendAsync(reply.Head(close), both.Token);
        if (body)
            await SendAsync(reply.Body, both.Token);
        if (close)
            socket.Shutdown(SocketShutdown.Send);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancel)..];
    }
}
