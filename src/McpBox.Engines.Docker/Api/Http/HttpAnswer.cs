using McpBox.Engines.Docker.Api.Connecting;

namespace McpBox.Engines.Docker.Api.Http;

/// <summary>An answer whose head is read and whose body is not. Owns the connection.</summary>
internal sealed class HttpAnswer : IDisposable
{
    private HttpAnswer(DaemonConnection connection, LineReader reader, HttpHead head)
    {
        (Connection, Reader, Head) = (connection, reader, head);
        Body = HttpBody.Of(head, reader);
    }

    public DaemonConnection Connection { get; }

    /// <summary>Where a hijacked stream goes on: it may hold bytes that came with the head.</summary>
    public LineReader Reader { get; }

    public HttpHead Head { get; }

    public HttpBody Body { get; }

    /// <summary>Sends a request and reads the head of its answer. Disposes the connection when that fails.</summary>
    public static HttpAnswer Of(DaemonConnection connection, HttpRequest request)
    {
        try
        {
            request.WriteTo(connection.Stream, connection.Host);
            var reader = new LineReader(connection.Stream);
            return new HttpAnswer(connection, reader, HttpHead.Read(reader));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => Connection.Dispose();
}
