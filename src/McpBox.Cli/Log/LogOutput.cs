using McpBox.Journal;
using McpBox.Posix.Io;

namespace McpBox.Cli.Log;

/// <summary>Whoever read our output has gone, as <c>head</c> does: there is nobody left to work for.</summary>
internal sealed class OutputClosedException(string message = "nobody reads the output any more", Exception? inner = null) : Exception(message, inner);

/// <summary>
/// stdout. .NET's own stream takes a reader that is gone for one that has read everything, so that a command would work on for nobody; and what
/// goes wrong here must not be taken for trouble with a journal.
/// </summary>
internal sealed class LogOutput : Stream
{
    private const int Number = 1;

    private readonly Stream? _console;

    public LogOutput()
    {
        if (OperatingSystem.IsLinux())
            Descriptor.IgnoreSigPipe();
        else
            _console = Console.OpenStandardOutput();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_console is not null)
        {
            _console.Write(buffer);
            return;
        }

        while (!buffer.IsEmpty)
        {
            var result = Descriptor.Write(Number, buffer);
            if (result.Status == IoStatus.Closed)
                throw new OutputClosedException();
            if (result.Status == IoStatus.Failed)
                throw new JournalException("MB4405", $"the output cannot be written (errno {result.Errno})", "free some space, or print elsewhere");
            if (result.Status == IoStatus.WouldBlock)
                Descriptor.Poll([new PollFd { Fd = Number, Events = Descriptor.PollOut }], Timeout.Infinite);
            buffer = buffer[result.Count..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _console?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
