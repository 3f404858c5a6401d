using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>Which refusal an exception of a conversation amounts to.</summary>
internal static class ConnectionFault
{
    /// <summary>Null for an exception that no daemon can cause: a defect of ours.</summary>
    public static Refusal? Explain(DockerEndpoint endpoint, string request, Exception exception) => exception switch
    {
        TimeoutException => ApiRefusals.TimedOut(endpoint, request),
        AuthenticationException => ApiRefusals.TlsFailed(endpoint, Innermost(exception)),
        CryptographicException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException when endpoint.Tls is not null =>
            ApiRefusals.TlsFailed(endpoint, exception.Message),
        UnauthorizedAccessException => ApiRefusals.PermissionDenied(endpoint),
        InvalidDataException => ApiRefusals.NotADaemon(endpoint, exception.Message),
        SocketException socket => Explain(endpoint, socket),
        IOException { InnerException: TimeoutException } => ApiRefusals.TimedOut(endpoint, request),
        IOException { InnerException: SocketException socket } => Explain(endpoint, socket),
        // A daemon that does not trust us says so after the handshake (TLS 1.3), by an alert.
        IOException when endpoint.Tls is not null => ApiRefusals.TlsFailed(endpoint, Innermost(exception)),
        IOException or ObjectDisposedException => ApiRefusals.Unreachable(endpoint, exception.Message),
        _ => null,
    };

    private static Refusal Explain(DockerEndpoint endpoint, SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AccessDenied => ApiRefusals.PermissionDenied(endpoint),
        SocketError.ConnectionRefused => ApiRefusals.NobodyListens(endpoint),
        SocketError.ConnectionReset when endpoint.Tls is not null =>
            ApiRefusals.TlsFailed(endpoint, "it ended the connection, as it does with a client that it does not trust"),
        // ENOENT has no word of its own among the socket errors.
        SocketError.AddressNotAvailable when endpoint.Address is DaemonAddress.Unix => ApiRefusals.NoSocket(endpoint),
        _ => ApiRefusals.Unreachable(endpoint, exception.Message),
    };

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message;
    }
}
