using System.Net.Sockets;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>A connected socket as a stream whose every read and write keeps the deadline. A reader and a writer may use it at once.</summary>
internal sealed class SocketTransport(Socket socket, Deadline deadline) : Transport
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            socket.ReceiveTimeout = deadline.LeftForSocket();
            return socket.Receive(buffer);
        }
        catch (SocketException exception) when (IsTimeout(exception))
        {
            throw new TimeoutException("no answer in time", exception);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                socket.SendTimeout = deadline.LeftForSocket();
                buffer = buffer[socket.Send(buffer)..];
            }
        }
        catch (SocketException exception) when (IsTimeout(exception))
        {
            throw new TimeoutException("nobody read in time", exception);
        }
    }

    public override void CloseWrite() => socket.Shutdown(SocketShutdown.Send);

    public override void Abort()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Not connected any more, or closed: there is nobody left to wake.
        }
    }

    protected override void Dispose(bool disposing)
    {
        socket.Dispose();
        base.Dispose(disposing);
    }

    // SO_RCVTIMEO and SO_SNDTIMEO report EAGAIN, socket(7).
    private static bool IsTimeout(SocketException exception) => exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;
}
