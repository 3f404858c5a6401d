using System.ComponentModel;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Serving;

/// <summary>
/// The process that stands for mcpbox in attach mode, as pid 1 sees it (<see cref="Lease"/>). Taken before the server exists: the server has the
/// same uid, and could kill the lease, or take away pid 1's descriptors (prlimit(2)), before it is looked at.
/// </summary>
internal sealed class HeldLease
{
    /// <summary>How often a lease without a descriptor is looked for: far more often than a server gets through all process numbers.</summary>
    private const int Pause = 1000;

    private readonly int _process;

    private HeldLease(int process)
    {
        _process = process;
        try
        {
            // By it the number of a lease that was killed cannot become another process's.
            Descriptor = ProcessDescriptor.Open(process);
        }
        catch (Win32Exception)
        {
            // Gone already, or a kernel without pidfd_open(2) (gVisor): asked for by its number.
        }
    }

    /// <summary>Polls readable when it ends; null where the kernel has no such descriptors.</summary>
    public SafeFileHandle? Descriptor { get; }

    /// <summary>For how long to wait between two looks at <see cref="IsGone"/>, in milliseconds.</summary>
    public int Patience => Descriptor is null ? Pause : Timeout.Infinite;

    /// <summary>True when it has ended, where there is no descriptor that says so.</summary>
    public bool IsGone => Descriptor is null && Libc.Kill(_process, 0) != 0;

    /// <summary>Takes the one that has made itself known.</summary>
    /// <exception cref="IOException">None has, or something else came before.</exception>
    public static HeldLease Take(SignalQueue signals)
    {
        Span<PollFd> entry = [new PollFd { Fd = signals.Number, Events = Posix.Io.Descriptor.PollIn }];
        Posix.Io.Descriptor.Poll(entry, 0);
        if (entry[0].Revents != 0 && signals.Take() is (SignalQueue.LeaseHeld, var sender))
            return new HeldLease(sender);
        throw new IOException("no lease is held, and nothing would tell of the end of mcpbox");
    }
}
