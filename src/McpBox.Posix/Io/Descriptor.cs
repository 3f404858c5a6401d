using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpBox.Posix.Io;

/// <summary>How one read or write went; on the hot path nobody throws.</summary>
public enum IoStatus
{
    /// <summary>Bytes moved.</summary>
    Ok,

    /// <summary>Nothing can be moved now; poll first (EAGAIN).</summary>
    WouldBlock,

    /// <summary>Reading: the end of the stream. Writing: nobody reads any more (EPIPE, ECONNRESET).</summary>
    Closed,

    /// <summary>Anything else; the errno says what.</summary>
    Failed,
}

/// <summary>The outcome of one read or write.</summary>
/// <param name="Count">Bytes moved, 0 unless <see cref="IoStatus.Ok"/>.</param>
/// <param name="Errno">errno(3), 0 unless <see cref="IoStatus.Failed"/>.</param>
public readonly record struct IoResult(IoStatus Status, int Count, int Errno = 0);

/// <summary>read(2), write(2), poll(2) and friends on raw descriptors, retried on EINTR.</summary>
public static unsafe class Descriptor
{
    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollErr = 0x8;
    public const short PollHup = 0x10;
    public const short PollNval = 0x20;

    private const int Eintr = 4;
    private const int Eagain = 11;
    private const int Epipe = 32;
    private const int Econnreset = 104;
    private const int FGetFd = 1;
    private const int FSetPipeSize = 1031;

    public static IoResult Read(int fd, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                var count = NativeMethods.Read(fd, pointer, (nuint)buffer.Length);
                if (count > 0)
                {
                    return new IoResult(IoStatus.Ok, (int)count);
                }

                if (count == 0)
                {
                    return new IoResult(IoStatus.Closed, 0);
                }

                var errno = Marshal.GetLastPInvokeError();
                if (errno != Eintr)
                {
                    return FromErrno(errno);
                }
            }
        }
    }

    public static IoResult Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            while (true)
            {
                var count = NativeMethods.Write(fd, pointer, (nuint)bytes.Length);
                if (count >= 0)
                {
                    return new IoResult(IoStatus.Ok, (int)count);
                }

                var errno = Marshal.GetLastPInvokeError();
                if (errno != Eintr)
                {
                    return FromErrno(errno);
                }
            }
        }
    }

    /// <summary>send(2) with MSG_DONTWAIT and MSG_NOSIGNAL: never blocks whatever the socket's own mode is.</summary>
    public static IoResult Send(int fd, ReadOnlySpan<byte> bytes)
    {
        const int dontWaitNoSignal = 0x40 | 0x4000;
        fixed (byte* pointer = bytes)
        {
            while (true)
            {
                var count = NativeMethods.Send(fd, pointer, (nuint)bytes.Length, dontWaitNoSignal);
                if (count >= 0)
                {
                    return new IoResult(IoStatus.Ok, (int)count);
                }

                var errno = Marshal.GetLastPInvokeError();
                if (errno != Eintr)
                {
                    return FromErrno(errno);
                }
            }
        }
    }

    /// <summary>Waits until a descriptor is ready or the time is over. EINTR counts as "nothing ready".</summary>
    /// <param name="fds">Entries; <see cref="PollFd.Revents"/> is filled in.</param>
    /// <param name="timeoutMilliseconds">-1 waits without end.</param>
    /// <exception cref="Win32Exception">
    /// The kernel refuses to wait. EINVAL: more entries than RLIMIT_NOFILE, which another process of the same uid may have lowered.
    /// </exception>
    public static void Poll(Span<PollFd> fds, int timeoutMilliseconds)
    {
        fixed (PollFd* pointer = fds)
        {
            var ready = NativeMethods.Poll(pointer, (nuint)fds.Length, timeoutMilliseconds);
            if (ready > 0)
                return;
            if (ready < 0 && Marshal.GetLastPInvokeError() is not Eintr and var errno)
                throw new Win32Exception(errno);
        }

        foreach (ref var entry in fds)
        {
            entry.Revents = 0;
        }
    }

    /// <summary>Asks for a larger pipe; the kernel may refuse (limits of unprivileged users), which only costs speed.</summary>
    public static void TryEnlargePipe(int fd, int bytes) => _ = NativeMethods.Fcntl(fd, FSetPipeSize, bytes);

    /// <summary>
    /// Whether our parent gave us this descriptor. Where it did not, the number may by now be a file of our own, which is close-on-exec as an
    /// inherited one cannot be: the runtime opens some before the first line of a program runs.
    /// </summary>
    public static bool IsInherited(int fd) => NativeMethods.Fcntl(fd, FGetFd, 0) == 0;

    public static bool IsTerminal(int fd) => NativeMethods.IsATty(fd) == 1;

    /// <summary>A write to a pipe without reader returns EPIPE instead of killing the process.</summary>
    public static void IgnoreSigPipe()
    {
        const int sigPipe = 13;
        const nint ignore = 1;
        _ = NativeMethods.Signal(sigPipe, ignore);
    }

    private static IoResult FromErrno(int errno) => errno switch
    {
        Eagain => new IoResult(IoStatus.WouldBlock, 0),
        Epipe or Econnreset => new IoResult(IoStatus.Closed, 0, errno),
        _ => new IoResult(IoStatus.Failed, 0, errno),
    };
}
