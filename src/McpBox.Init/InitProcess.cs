using System.ComponentModel;
using System.Globalization;
using System.Text;
using McpBox.Init.Channels;
using McpBox.Init.Listening;
using McpBox.Init.Probing;
using McpBox.Init.Serving;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox.Init;

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
            var mode = arguments is [InitProtocol.BindMode or InitProtocol.BoundMode, _, .. var behind] ? behind : arguments;
            var numbers = mode is [InitProtocol.DescriptorsMode, .. var rest] ? Numbers(rest.Take(5)) : [];
            int[] bound = arguments is [InitProtocol.BoundMode, var sockets, ..] ? Numbers(sockets.Split(',')) : [];
            var blocked = SignalQueue.BlockSignals();
            if (arguments is [InitProtocol.BindMode, var listeners, ..])
                ListeningSockets.BindFirst(listeners, mode, numbers);
            if (!blocked)
                StartAgain(arguments, [.. numbers, .. bound]);
            Name();
            using var signals = new SignalQueue();
            return mode switch
            {
                [InitProtocol.DescriptorsMode, _, _, _, _, _, ..] => Serve(new DescriptorChannels(numbers), signals, bound),
                [InitProtocol.FifosMode, var folder] => Serve(new FifoChannels(folder), signals, bound),
                [InitProtocol.AttachMode] => Serve(new AttachChannels(), signals, bound),
                [InitProtocol.LeaseMode] => Lease.Hold(),
                _ => throw new FormatException("usage: mcpbox-init [bind LISTENERS | bound SOCKETS] descriptors CONTROL REPORT IN OUT ERR [NAME] | fifos FOLDER | attach | lease"),
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

    private static int Serve(ServerChannels channels, SignalQueue signals, int[] bound)
    {
        var order = InitCodec.ReadOrder(channels.Control);
        channels.Complete();
        var sockets = ListeningSockets.Of(order, bound);
        var seen = SelfProbe.Observe(order);
        ListeningSockets.Pass(sockets, channels);
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

    private static void Say(string words) => _ = Descriptor.Write(2, Encoding.UTF8.GetBytes($"mcpbox-init: {words}\n"));
}
