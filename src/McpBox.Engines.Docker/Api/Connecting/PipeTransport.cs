using System.IO.Pipes;

namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>A named pipe of Windows. Such a pipe has no half that could be closed alone.</summary>
internal sealed class PipeTransport(NamedPipeClientStream pipe, Deadline deadline) : Transport
{
    private readonly CancellationTokenSource _aborted = new();

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var count = Bounded(token => pipe.ReadAsync(bytes, token).AsTask());
        bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var bytes = buffer.ToArray();
        Bounded(async token =>
        {
            await pipe.WriteAsync(bytes, token);
            return 0;
        });
    }

    public override void CloseWrite() => throw new IOException("one direction of a named pipe cannot be closed alone");

    public override void Abort() => _aborted.Cancel();

    protected override void Dispose(bool disposing)
    {
        pipe.Dispose();
        _aborted.Dispose();
        base.Dispose(disposing);
    }

    private int Bounded(Func<CancellationToken, Task<int>> transfer)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_aborted.Token);
        if (deadline.Left() is { } left)
            cancel.CancelAfter(left);
        try
        {
            return transfer(cancel.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            return 0;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("the pipe was not served in time", exception);
        }
    }
}
