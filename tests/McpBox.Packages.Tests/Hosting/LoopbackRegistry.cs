using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace McpBox.Packages.Tests.Hosting;

/// <summary>
/// A registry on loopback that does what each path is told to do, well or badly. Every connection has one thread; one request a connection.
/// </summary>
internal sealed class LoopbackRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, Action<LoopbackRequest, Stream>> _paths = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly X509Certificate2? _certificate;
    private readonly string _host;
    private readonly bool _wantsClient;

    /// <param name="certificate">Of <see cref="LoopbackAuthority.Issue"/>; null for plain HTTP.</param>
    /// <param name="host">As it stands in <see cref="Address"/>.</param>
    /// <param name="wantsClient">Asks for a client's certificate, and takes any: <see cref="LoopbackRequest.Client"/>.</param>
    public LoopbackRegistry(X509Certificate2? certificate = null, string host = "127.0.0.1", bool wantsClient = false)
    {
        _wantsClient = wantsClient;
        _certificate = certificate;
        _host = host;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port { get; }

    /// <summary>Without a slash at its end.</summary>
    public string Address => $"{(_certificate is null ? "http" : "https")}://{_host}:{Port}";

    /// <summary>All that came in, in order.</summary>
    public ImmutableArray<LoopbackRequest> Requests => [.. _requests];

    /// <summary>Cancelled when the registry is disposed: what a handler waits for that never answers.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <param name="path">Exact, as it is sent, without the query. What is not mapped is 404.</param>
    public void Map(string path, Func<LoopbackRequest, LoopbackReply> handler) => MapRaw(path, (request, stream) => Send(stream, request, handler(request)));

    /// <summary>The handler writes the whole answer, head included; the connection is closed after it.</summary>
    public void MapRaw(string path, Action<LoopbackRequest, Stream> handler) => _paths[path] = handler;

    public void Dispose()
    {
        // Not disposed: a handler may still be about to wait for it.
        _closing.Cancel();
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
    }

    /// <summary>Writes ASCII text.</summary>
    public static void Write(Stream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    private static void Send(Stream stream, LoopbackRequest request, LoopbackReply reply)
    {
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Status\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {reply.Body.Length}\r\nConnection: close\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        Write(stream, head.Append("\r\n").ToString());
        if (request.Method != "HEAD")
            stream.Write(reply.Body);
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                _clients.Add(client);
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The registry was disposed.
        }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            using var ended = client;
            using var stream = Secured(client.GetStream());
            var request = Read(stream) with { Client = (stream as SslStream)?.RemoteCertificate?.Subject };
            _requests.Enqueue(request);
            if (_paths.TryGetValue(request.Path, out var handler))
                handler(request, stream);
            else
                Send(stream, request, LoopbackReply.Of(404));
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException
            or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side does not like what it was told, or the registry was disposed: both are what tests are about.
        }
    }

    private Stream Secured(Stream stream)
    {
        if (_certificate is null)
            return stream;
        var tls = new SslStream(stream);
        tls.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = _wantsClient,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return tls;
    }

    /// <summary>Reads the head of a request.</summary>
    public static LoopbackRequest Read(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var value = stream.ReadByte();
            if (value < 0)
                throw new IOException("the connection ended in a head");
            head.Append((char)value);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var target = words[1].Split('?', 2);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim(), StringComparer.Ordinal);
        return new LoopbackRequest(words[0], target[0], target.Length > 1 ? target[1] : "", headers);
    }
}
