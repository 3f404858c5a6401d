using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Text;
using McpBox.Init.Channels;
using McpBox.Init.Probing;
using McpBox.Init.Serving;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init;

/// <summary>From the command line to the end of the sandbox, in order.</summary>
internal static class InitProcess
{
    /// <summary>Exit code of an init that could not do its work, or was not let: env(1) and docker(1) say the same.</summary>
    private const int NotServed = 125;

    public static int Run(string[] arguments)
    {
        // First of all: from here on only privileged processes may trace it or look at its memory, environment and descriptors (prctl(2)).
        _ = Libc.Prctl(Libc.PrSetDumpable, 0, 0, 0, 0);
        Descriptor.IgnoreSigPipe();
        try
        {
            var numbers = arguments is [InitProtocol.DescriptorsMode, .. var rest] ? Numbers(rest.Take(5)) : [];
            if (!SignalQueue.BlockSignals())
                StartAgain(arguments, numbers);
            Name();
            using var signals = new SignalQueue();
            return arguments switch
            {
                [InitProtocol.DescriptorsMode, _, _, _, _, _, ..] => Serve(new DescriptorChannels(numbers), signals),
                [InitProtocol.FifosMode, var folder] => Serve(new FifoChannels(folder), signals),
                [InitProtocol.AttachMode] => Serve(new AttachChannels(), signals),
                [InitProtocol.LeaseMode] => Lease.Hold(),
                _ => throw new FormatException("usage: mcpbox-init descriptors CONTROL REPORT IN OUT ERR [NAME] | fifos FOLDER | attach | lease"),
            };
        }
        catch (Exception exception) when (exception is IOException or Win32Exception or FormatException or OverflowException)
        {
            Say(exception.Message);
            return NotServed;
        }
    }

    /// <summary>
    /// The runtime has a thread of its own before the first line of ours runs, and a signal that we block would end there unheard. What is
    /// executed with them blocked has them blocked in every thread, so the init executes itself once more (1 ms). It also leaves behind
    /// whatever else it was given: descriptors, and an image's environment.
    /// </summary>
    private static void StartAgain(string[] arguments, int[] descriptors) =>
        Replacement.Become("/proc/self/exe", [InitProgram.FileName, .. arguments], [], descriptors);

    /// <summary>For lists of processes: the kernel named it after the link that it was executed by.</summary>
    private static unsafe void Name()
    {
        fixed (byte* name = "mcpbox-init\0"u8)
            _ = Libc.Prctl(Libc.PrSetName, (nuint)name, 0, 0, 0);
    }

    private static int[] Numbers(IEnumerable<string> words) => [.. words.Select(static word => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture))];

    private static int Serve(ServerChannels channels, SignalQueue signals)
    {
        var order = InitCodec.ReadOrder(channels.Control);
        channels.Complete();
        var seen = SelfProbe.Observe(order);
        Listen(order, channels);
        InitCodec.Write(channels.Report, new InitReport(seen));
        if (channels.Control.ReadByte() != InitProtocol.Go)
            return NotServed;
        var lease = channels.OutlastTheStart ? null : HeldLease.Take(signals);
        int server;
        try
        {
            server = Server.Start(order, channels.Streams);
        }
        catch (ServerStartException exception)
        {
            channels.Tell(new InitEvent.Failed(exception.Errno, exception.Message));
            Say(exception.Message);
            return exception.ShellCode;
        }

        channels.HandOver();
        channels.Tell(new InitEvent.Started());
        var end = new Supervisor(server, signals, channels, lease).Watch();
        if (end is null)
            return NotServed;
        channels.Tell(new InitEvent.Exited(end.Code, end.Signal, MemoryEvents.KilledAny()));
        return end.Code ?? 128 + end.Signal!.Value;
    }

    // The copies here are closed before anything else runs: only mcpbox can accept.
    private static void Listen(InitOrder order, ServerChannels channels)
    {
        if (order.Listeners.IsEmpty)
            return;
        var sockets = new List<SafeFileHandle>();
        try
        {
            sockets.AddRange(order.Listeners.Select(static listener => ListeningSocket.Tcp(IPAddress.Parse(listener.Address), listener.Port)));
            channels.Pass(sockets);
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
        }
    }

    private static void Say(string words) => _ = Descriptor.Write(2, Encoding.UTF8.GetBytes($"mcpbox-init: {words}\n"));
}
