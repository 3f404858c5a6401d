using System.Net.Sockets;
using McpBox.Engines.Docker.Api.Streams;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// Two threads between an attached stream and three pipes: one takes what the server says apart, the other passes on what it is told, and the
/// end of that (half-close). A pipe that is full holds its thread, and so the daemon, and so the server.
/// </summary>
internal sealed class AttachPump : IDisposable
{
    private const int StreamBuffer = 1 << 20;
    private const int Piece = 64 << 10;
    private const int StackSize = 256 << 10;
    private const int NonBlocking = 0x800;

    private readonly HijackedStream _stream;
    private readonly AttachTalk _talk;
    private readonly Pipe _input = Pipe.Open(NonBlocking);
    private readonly Pipe _output = Pipe.Open(NonBlocking);
    private readonly Pipe _error = Pipe.Open(NonBlocking);
    private readonly Thread[] _threads;

    public AttachPump(HijackedStream stream, AttachTalk talk)
    {
        (_stream, _talk) = (stream, talk);
        foreach (var pipe in new[] { _input, _output, _error })
            pipe.Resize(StreamBuffer);
        _threads = [Start(Out, "container to mcpbox"), Start(In, "mcpbox to container")];
    }

    public SafeFileHandle Input => _input.Writer;

    public SafeFileHandle Output => _output.Reader;

    public SafeFileHandle Error => _error.Reader;

    /// <summary>Call it once the stream is aborted: both threads end by that, or by the ends of the pipes that are closed here.</summary>
    public void Dispose()
    {
        _input.Writer.Dispose();
        _output.Reader.Dispose();
        _error.Reader.Dispose();
        foreach (var thread in _threads)
            thread.Join();
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private static Thread Start(Action work, string name)
    {
        var thread = new Thread(() => Guarded(work), StackSize) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    /// <summary>On a thread of its own an exception would end the process; a stream that breaks is an end like any other.</summary>
    private static void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or SocketException or TimeoutException or ObjectDisposedException or InvalidDataException)
        {
            // The ends that the thread closes behind it are how the relay hears of it.
        }
    }

    private void Out()
    {
        using var output = new DescriptorStream(_output.Writer);
        using var error = new DescriptorStream(_error.Writer);
        error.Write(_talk.Words);
        while (_talk.TryReadAny(out var stream, out var payload))
        {
            try
            {
                (stream == ContainerOutput.Stdout ? output : error).Write(payload);
            }
            catch (IOException)
            {
                // Nobody reads this one any more; the other one goes on.
            }
        }
    }

    private void In()
    {
        using var input = new DescriptorStream(_input.Reader);
        var buffer = new byte[Piece];
        for (int count; (count = input.Read(buffer)) > 0;)
            _stream.Write(buffer.AsSpan(0, count));
        _stream.CloseWrite();
    }
}
