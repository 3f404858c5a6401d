using McpBox.Init.Channels;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Serving;

/// <summary>
/// What pid 1 does while the server runs, in one loop and one thread: reaps, passes signals on, listens to mcpbox. It ends when the server
/// does, or when nobody is left to serve; when it has ended, the kernel kills whatever else is in the namespace (pid_namespaces(7)).
/// </summary>
/// <param name="lease">Where mcpbox is heard through no channel.</param>
internal sealed class Supervisor(int server, SignalQueue signals, ServerChannels channels, HeldLease? lease)
{
    private WaitStatus? _end;
    private bool _over;

    /// <summary>Waits for the end.</summary>
    /// <returns>How the server ended; null when it is to end because mcpbox is gone or asked for it.</returns>
    public WaitStatus? Watch()
    {
        Span<PollFd> watched = stackalloc PollFd[3];
        while (!_over && _end is null)
        {
            watched[0] = Wait(signals.Number);
            watched[1] = Wait(channels.OutlastTheStart ? Number(channels.Control.Descriptor) : -1);
            watched[2] = Wait(lease?.Descriptor is { } held ? Number(held) : -1);
            Descriptor.Poll(watched, lease?.Patience ?? Timeout.Infinite);
            if (watched[0].Revents != 0)
                Hear();
            if (watched[1].Revents != 0)
                Obey();
            if (watched[2].Revents != 0 || lease?.IsGone == true)
                _over = true;
        }

        return _end;
    }

    private void Hear()
    {
        var (signal, _) = signals.Take();
        switch (signal)
        {
            case SignalQueue.ChildEnded:
                Reap();
                break;
            case SignalQueue.EndAll:
                _over = true;
                break;
            case SignalQueue.LeaseHeld:
                // The lease was taken before the server was there: this is the server's own.
                break;
            default:
                Pass(signal);
                break;
        }
    }

    /// <summary>One signal may stand for many children.</summary>
    private void Reap()
    {
        while (ProcessDescriptor.ReapAny() is var (id, status))
        {
            if (id == server)
                _end = status;
        }
    }

    private void Obey()
    {
        switch (channels.Control.ReadByte())
        {
            case InitProtocol.Terminate:
                Pass(SignalQueue.Terminate);
                break;
            case -1:
                _over = true;
                break;
            default:
                throw new InitProtocolException("mcpbox said a word that is not in the protocol");
        }
    }

    /// <summary>To the server alone, whose number cannot be another's: it is reaped here, and that ends the loop.</summary>
    private void Pass(int signal)
    {
        if (_end is null)
            _ = Libc.Kill(server, signal);
    }

    private static PollFd Wait(int descriptor) => new() { Fd = descriptor, Events = Descriptor.PollIn };

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
