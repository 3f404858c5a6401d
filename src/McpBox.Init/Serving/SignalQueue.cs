using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using McpBox.Posix.Io;

namespace McpBox.Init.Serving;

/// <summary>The signals that pid 1 answers to, as a descriptor (signalfd(2)): heard in the one loop, where nothing has to be locked.</summary>
internal sealed unsafe class SignalQueue : IDisposable
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int ChildEnded = 17;

    /// <summary>SIGUSR1, from <see cref="Lease"/>, before the server is there: end everything when I end. Later it means nothing.</summary>
    public const int LeaseHeld = 10;

    /// <summary>SIGUSR2, from <see cref="Lease"/>: end everything now. The server may send it too: it only ends itself.</summary>
    public const int EndAll = 12;

    /// <summary>Bytes of struct signalfd_siginfo; the signal is the first number in it, the sender's process number the fourth.</summary>
    private const int InfoSize = 128;
    private const int SenderOffset = 12;

    private static readonly int[] All = [Hangup, Interrupt, Terminate, ChildEnded, LeaseHeld, EndAll];

    private readonly DescriptorStream _stream;

    /// <exception cref="Win32Exception">There is no descriptor to be had.</exception>
    public SignalQueue()
    {
        var signals = stackalloc byte[Libc.SignalSetSize];
        Fill(signals);
        var descriptor = Libc.SignalDescriptor(-1, signals, Libc.OCloexec);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        _stream = new DescriptorStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true));
    }

    /// <summary>Polls readable when there is a signal.</summary>
    public int Number => (int)_stream.Descriptor.DangerousGetHandle();

    /// <summary>Blocks the signals in this thread.</summary>
    /// <returns>True when they were blocked already, by whoever executed this program, and so are in every thread.</returns>
    public static bool BlockSignals()
    {
        var signals = stackalloc byte[Libc.SignalSetSize];
        var old = stackalloc byte[Libc.SignalSetSize];
        Fill(signals);
        _ = Libc.SigProcMask(Libc.SigBlock, signals, old);
        foreach (var signal in All)
        {
            if (Libc.SigIsMember(old, signal) != 1)
                return false;
        }

        return true;
    }

    /// <summary>Takes the next signal; waits for it.</summary>
    public (int Signal, int Sender) Take()
    {
        Span<byte> info = stackalloc byte[InfoSize];
        _stream.ReadExactly(info);
        return (BinaryPrimitives.ReadInt32LittleEndian(info), BinaryPrimitives.ReadInt32LittleEndian(info[SenderOffset..]));
    }

    public void Dispose() => _stream.Dispose();

    private static void Fill(byte* signals)
    {
        _ = Libc.SigEmptySet(signals);
        foreach (var signal in All)
            _ = Libc.SigAddSet(signals, signal);
    }
}
