using McpBox.Posix.Io;

namespace McpBox.Relay.Tests;

/// <summary>The descriptor that ends the relay's waiting.</summary>
public sealed class WakeUpTests
{
    [Fact]
    public void A_wake_up_that_comes_too_late_writes_into_nothing()
    {
        var old = new WakeUp();
        old.Dispose();
        // What opens next has the number of what was closed.
        using var next = new WakeUp();
        old.Signal();
        Span<PollFd> poll = [new PollFd { Fd = next.Fd, Events = Descriptor.PollIn }];
        Descriptor.Poll(poll, 0);
        Assert.Equal(0, poll[0].Revents);
    }
}
