namespace McpBox.Relay;

/// <summary>How a session treats its two peers.</summary>
public sealed record RelayOptions
{
    /// <summary>How long the server may go on answering after the client closed its side, before SIGTERM.</summary>
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From SIGTERM to SIGKILL.</summary>
    public TimeSpan TermGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Largest frame in bytes without its line feed, 1 KiB to 1 GiB.</summary>
    public int MaxFrame { get; init; } = 64 << 20;
}

/// <summary>The descriptors between which the relay stands. All stay owned by the caller.</summary>
/// <param name="ClientInput">What the client writes: our stdin.</param>
/// <param name="ClientOutput">What the client reads: our stdout.</param>
/// <param name="Diagnostics">What people read: our stderr.</param>
/// <param name="Early">What the client wrote already, at most 1 MiB; it comes before everything that is read from now on.</param>
public sealed record RelayEndpoints(
    int ClientInput, Posix.Io.NonBlockingWriter ClientOutput, Posix.Io.NonBlockingWriter Diagnostics, ReadOnlyMemory<byte> Early = default);

/// <param name="Policies">Asked about every whole frame, in order.</param>
/// <param name="Time">The clock for latencies and graces.</param>
public sealed record RelaySettings(RelayOptions Options, PolicyChain Policies, TimeProvider Time);

/// <summary>The server as the relay sees it: three streams and an end.</summary>
public interface IServerProcess
{
    /// <summary>Write end of the server's stdin, O_NONBLOCK.</summary>
    Posix.Io.NonBlockingWriter Input { get; }

    /// <summary>Read end of the server's stdout.</summary>
    int Output { get; }

    /// <summary>Read end of the server's stderr.</summary>
    int Diagnostics { get; }

    /// <summary>Polls readable once the server has ended.</summary>
    int Exit { get; }

    void CloseInput();

    void Terminate();

    void Kill();

    /// <summary>After <see cref="Exit"/>: how it ended, for people: <c>exited with code 3</c>.</summary>
    string DescribeEnd();
}
