using System.Net.Sockets;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>A connected socket as a stream whose every read and write keeps the deadline. A reader and a writer may use it at once.</summary>
internal sealed class SocketTransport(Socket socket, Deadline deadline) : Transport
{
    // What the kernel was told last: a stream without end needs no setsockopt(2) for each of its pieces.
    private int _receiveTimeout = socket.ReceiveTimeout;
    private int _sendTimeout = socket.SendTimeout;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            if (deadline.LeftForSocket() is var left && left != _receiveTimeout)
                socket.ReceiveTimeout = _receiveTimeout = left;
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
                if (deadline.LeftForSocket() is var left && left != _sendTimeout)
                    socket.SendTimeout = _sendTimeout = left;
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
