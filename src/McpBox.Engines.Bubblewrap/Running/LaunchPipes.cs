using System.Collections.Immutable;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>The pipes of one start: the server's three streams, the talk with the init, what bwrap says, and what it waits for.</summary>
internal sealed class LaunchPipes : IDisposable
{
    /// <summary>Room for a large frame in one turn; where the user's pipes are used up already the kernel gives less, and it works too.</summary>
    private const int StreamBuffer = 1 << 20;

    private bool _handedOver;

    /// <param name="reportPassesDescriptors">True where the plan has listeners, whose sockets come over the report channel.</param>
    public LaunchPipes(bool reportPassesDescriptors)
    {
        Report = reportPassesDescriptors ? Pipe.OpenSocket() : Pipe.Open();
        foreach (var stream in new[] { Input, Output, Error })
            stream.Resize(StreamBuffer);
    }

    public Pipe Input { get; } = Pipe.Open();

    public Pipe Output { get; } = Pipe.Open();

    public Pipe Error { get; } = Pipe.Open();

    /// <summary>To the init; its end, which is also ours, ends everything inside.</summary>
    public Pipe Control { get; } = Pipe.Open();

    /// <summary>From the init.</summary>
    public Pipe Report { get; }

    /// <summary>bwrap's own stdin: the byte that it waits for when it has its namespaces.</summary>
    public Pipe Release { get; } = Pipe.Open();

    /// <summary>bwrap's own stderr, and the init's.</summary>
    public Pipe Words { get; } = Pipe.Open();

    public Pipe Info { get; } = Pipe.Open();

    public Pipe Status { get; } = Pipe.Open();

    public Pipe? DeviceGate { get; set; }

    /// <summary>The plan's listening sockets, once they were received.</summary>
    public ImmutableArray<SafeFileHandle> Listeners { get; private set; } = [];

    /// <summary>Waits for the listening sockets that come before the report; not at all for none.</summary>
    /// <exception cref="IOException">The init ended, or sent none in time.</exception>
    public void ReceiveListeners(int count, TimeSpan patience)
    {
        if (count == 0)
            return;
        Span<PollFd> asked = [new PollFd { Fd = Descriptors.Number(Report.Reader), Events = Descriptor.PollIn }];
        Descriptor.Poll(asked, (int)patience.TotalMilliseconds);
        if (asked[0].Revents == 0)
            throw new IOException($"no socket came in {patience.TotalSeconds} s");
        Listeners = [.. DescriptorPassing.Receive(Report.Reader, count)];
    }

    /// <summary>Closes what is bwrap's alone: with a second holder no end of file would ever come.</summary>
    public void CloseTheirEnds()
    {
        foreach (var pipe in new[] { Input, Control, Release, DeviceGate })
            pipe?.Reader.Dispose();
        foreach (var pipe in new[] { Output, Error, Report, Status, Words })
            pipe.Writer.Dispose();
    }

    /// <summary>The streams, the talk and the status belong to the running sandbox from now on.</summary>
    public void HandOver()
    {
        foreach (var end in new[] { Input.Writer, Output.Reader, Error.Reader })
            Descriptors.SetNonBlocking(end);
        _handedOver = true;
    }

    /// <summary>Closes what the running sandbox was given.</summary>
    public void CloseOurEnds()
    {
        foreach (var pipe in new[] { Input, Output, Error, Control, Report, Words, Info, Status })
            pipe.Dispose();
        foreach (var listener in Listeners)
            listener.Dispose();
    }

    public void Dispose()
    {
        CloseTheirEnds();
        Release.Dispose();
        DeviceGate?.Dispose();
        if (!_handedOver)
            CloseOurEnds();
    }
}
