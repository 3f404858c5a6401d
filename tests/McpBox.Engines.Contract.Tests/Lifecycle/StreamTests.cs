using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Posix.Io;

namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Three streams carry bytes, and nothing but the server's.</summary>
public sealed class StreamTests
{
    private const int Size = 8 << 20;

    [Theory]
    [OnEveryEngine]
    public void Bytes_come_back_as_they_went_in(Subject subject)
    {
        using var running = Running.Start(subject, "exec cat");
        var sent = RandomBytes(Size);
        var (output, error) = running.Exchange(sent);
        Assert.True(sent.AsSpan().SequenceEqual(output), "other bytes came back");
        Assert.Empty(error);
        Assert.Equal(0, running.WaitForExit().Code);
    }

    [Theory]
    [OnEveryEngine]
    public void Each_stream_carries_its_own_bytes(Subject subject)
    {
        using var running = Running.Start(subject, $"head -c {Size}; exec cat >&2");
        var sent = RandomBytes(2 * Size);
        var (output, error) = running.Exchange(sent);
        Assert.True(sent.AsSpan(0, Size).SequenceEqual(output), "other bytes came to stdout");
        Assert.True(sent.AsSpan(Size).SequenceEqual(error), "other bytes came to stderr");
    }

    [Theory]
    [OnEveryEngine]
    public void The_end_of_input_reaches_the_server_and_its_last_words_come_back(Subject subject)
    {
        using var running = Running.Start(subject, "cat; echo last words; exit 6");
        running.Input.Write("first\n"u8);
        Assert.Equal("first", running.ReadLine());
        running.Sandbox.Input.Dispose();
        var end = running.ReadToEnd();
        Assert.Equal(("last words\n", "", 6), (end.Output, end.Error, end.Exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine]
    public void Nothing_but_the_server_writes_to_its_streams(Subject subject)
    {
        using var running = Running.Start(subject, "exit 0");
        var end = running.ReadToEnd();
        Assert.Equal(("", "", 0), (end.Output, end.Error, end.Exit.ShellCode));
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_closes_its_stdout_and_goes_on_is_seen_to(Subject subject)
    {
        using var running = Running.Start(subject, "echo last; exec >&-; read line; exit 4");
        Assert.Equal("last\n", System.Text.Encoding.UTF8.GetString(Running.ReadBytes(running.Output)));
        Assert.False(Running.IsReadable(running.Sandbox.ExitSignal, TimeSpan.Zero));
        running.Sandbox.Input.Dispose();
        Assert.Equal(4, running.WaitForExit().Code);
    }

    [Theory]
    [OnEveryEngine]
    public void A_server_that_closes_its_stdin_and_goes_on_is_seen_to(Subject subject)
    {
        using var running = Running.Start(subject, "exec <&-; echo closed; sleep 1000");
        Assert.Equal("closed", running.ReadLine());
        Span<PollFd> asked = [new PollFd { Fd = (int)running.Sandbox.Input.DangerousGetHandle() }];
        Descriptor.Poll(asked, (int)Running.Limit.TotalMilliseconds);
        Assert.Equal(Descriptor.PollErr, (short)(asked[0].Revents & Descriptor.PollErr));
    }

    /// <summary>A reader that stops holds the server up, instead of filling the memory of whoever is in between.</summary>
    [Theory]
    [OnEveryEngine]
    public void A_server_waits_for_a_reader_that_does_not_read(Subject subject)
    {
        using var running = Running.Start(subject, $"head -c {64 << 20} /dev/zero; echo done >&2");
        Assert.False(Running.IsReadable(running.Sandbox.Error, TimeSpan.FromSeconds(1)), "64 MiB went somewhere");
        Assert.Equal(64 << 20, Running.ReadBytes(running.Output).Length);
        Assert.Equal("done\n", running.ReadToEnd().Error);
    }

    private static byte[] RandomBytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
