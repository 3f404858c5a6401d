using McpBox.Engines.Docker.Api.Http;

namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>
/// The connection behind attach or exec, after the daemon gave it up: what is written goes to the container's stdin, what is read is
/// to be taken apart by <see cref="StreamDemultiplexer"/>. One thread may read while another writes. Blocks without a time limit.
/// </summary>
internal sealed class HijackedStream : IDisposable
{
    private readonly HttpAnswer _answer;

    public HijackedStream(HttpAnswer answer)
    {
        _answer = answer;
        answer.Connection.Within(null);
    }

    /// <summary>0 at the end.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public int Read(Span<byte> buffer) => _answer.Reader.Read(buffer);

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => _answer.Connection.Stream.Write(bytes);

    /// <summary>The end of the container's stdin (where it was created with StdinOnce); its output goes on.</summary>
    public void CloseWrite() => _answer.Connection.Stream.CloseWrite();

    /// <summary>Wakes whoever reads or writes: the stream is over. From any thread.</summary>
    public void Abort() => _answer.Connection.Stream.Abort();

    public void Dispose() => _answer.Dispose();
}
