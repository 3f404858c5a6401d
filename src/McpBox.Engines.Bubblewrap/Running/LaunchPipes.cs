using McpBox.Posix.Spawning;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>The pipes of one start: the server's three streams, what bwrap says, and the gates that it waits at.</summary>
internal sealed class LaunchPipes : IDisposable
{
    /// <summary>Room for a large frame in one turn; where the user's pipes are used up already the kernel gives less, and it works too.</summary>
    private const int StreamBuffer = 1 << 20;

    private bool _handedOver;

    public LaunchPipes()
    {
        foreach (var stream in new[] { Input, Output, Error })
            stream.Resize(StreamBuffer);
    }

    public Pipe Input { get; } = Pipe.Open();

    public Pipe Output { get; } = Pipe.Open();

    public Pipe Error { get; } = Pipe.Open();

    /// <summary>bwrap's own stdin: the byte that it waits for when it has its namespaces.</summary>
    public Pipe Release { get; } = Pipe.Open();

    /// <summary>bwrap's own stderr.</summary>
    public Pipe Words { get; } = Pipe.Open();

    public Pipe Info { get; } = Pipe.Open();

    public Pipe Status { get; } = Pipe.Open();

    /// <summary>Empty until everything is in place: bwrap reads it as its last step before it makes the server's process.</summary>
    public Pipe Gate { get; } = Descriptors.PacketPipe([]);

    public Pipe? DeviceGate { get; set; }

    /// <summary>Closes what is bwrap's alone: with a second holder no end of file would ever come.</summary>
    public void CloseTheirEnds()
    {
        foreach (var end in new[] { Input.Reader, Output.Writer, Error.Writer, Status.Writer, Release.Reader, Words.Writer, Gate.Reader, DeviceGate?.Reader })
            end?.Dispose();
    }

    /// <summary>The streams and the status belong to the running sandbox from now on.</summary>
    public void HandOver()
    {
        foreach (var end in new[] { Input.Writer, Output.Reader, Error.Reader })
            Descriptors.SetNonBlocking(end);
        _handedOver = true;
    }

    public void Dispose()
    {
        CloseTheirEnds();
        Release.Dispose();
        Gate.Dispose();
        DeviceGate?.Dispose();
        if (_handedOver)
            return;
        foreach (var pipe in new[] { Input, Output, Error, Words, Info, Status })
            pipe.Dispose();
    }
}
