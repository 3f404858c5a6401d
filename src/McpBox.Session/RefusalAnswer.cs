using McpBox.Journal;
using McpBox.Posix.Io;
using McpBox.Relay;

namespace McpBox.Session;

/// <summary>
/// A refusal before start must not look like a broken program: the client's first request is answered with a JSON-RPC error that carries
/// the same words as stderr, so that the person behind the client sees why.
/// </summary>
public static class RefusalAnswer
{
    private const int Limit = 1 << 20;

    /// <summary>Waits for the first whole request on stdin and answers it on stdout.</summary>
    /// <param name="patience">How long to wait for it. Clients write it at once.</param>
    /// <param name="early">What the client wrote already, at most 1 MiB; its first request is the one that is answered.</param>
    public static void Give(string code, string message, string hint, TimeSpan patience, TimeProvider time, ReadOnlySpan<byte> early = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (Descriptor.IsTerminal(0))
        {
            return;
        }

        Descriptor.IgnoreSigPipe();
        var buffer = new byte[Limit];
        early.CopyTo(buffer);
        var count = early.Length;
        if (TryAnswer(early, code, message, hint))
        {
            return;
        }

        var start = time.GetTimestamp();
        while (count < Limit && time.GetElapsedTime(start) < patience)
        {
            PollFd[] stdin = [new PollFd { Fd = 0, Events = Descriptor.PollIn }];
            Descriptor.Poll(stdin, (int)(patience - time.GetElapsedTime(start)).TotalMilliseconds + 1);
            var result = stdin[0].Revents == 0 ? default : Descriptor.Read(0, buffer.AsSpan(count));
            if (stdin[0].Revents == 0 || result.Status != IoStatus.Ok)
            {
                return;
            }

            count += result.Count;
            if (TryAnswer(buffer.AsSpan(0, count), code, message, hint))
            {
                return;
            }
        }
    }

    private static bool TryAnswer(ReadOnlySpan<byte> read, string code, string message, string hint)
    {
        var peek = new FramePeek();
        foreach (var range in read.Split((byte)'\n'))
        {
            peek.Read(read[range]);
            if (peek.Only.Kind == FrameKind.Request && read[range][peek.Only.Id].Length <= RequestId.MaxBytes)
            {
                Write(ErrorFrame.Build(read[range][peek.Only.Id], code, message, hint));
                return true;
            }
        }

        return false;
    }

    // The answer is smaller than a pipe's atomic size, so one write either goes or has nobody to go to.
    private static void Write(ReadOnlySpan<byte> frame) => _ = Descriptor.Write(1, frame);
}
