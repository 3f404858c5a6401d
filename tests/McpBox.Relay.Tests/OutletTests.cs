using System.IO.Pipes;
using McpBox.Posix.Io;

namespace McpBox.Relay.Tests;

public sealed class OutletTests
{
    /// <summary>As a client does that asks on and on, and is always a little behind with reading.</summary>
    [Fact]
    public void A_reader_who_never_quite_catches_up_costs_no_more_than_the_backlog()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var writer = NonBlockingWriter.ForInherited((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        var outlet = new Outlet(writer);
        var (frame, read) = (new byte[4096], new byte[4096]);
        frame.AsSpan().Fill((byte)'x');
        frame[^1] = (byte)'\n';
        while (outlet.Backlog < 64 << 10)
        {
            outlet.Enqueue(frame);
            outlet.Write([]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4096; i++)
        {
            outlet.Enqueue(frame);
            pipe.ReadExactly(read);
            outlet.Write([]);
            Assert.Equal(frame, read);
        }

        Assert.True(outlet.Backlog > 0);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }
}
