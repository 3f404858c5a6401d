using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests;

/// <summary>The tests' own instruments, without mcpbox: what they cannot see they cannot prove.</summary>
public sealed class HarnessTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task The_recorder_keeps_every_byte_of_both_directions_and_the_exit_code()
    {
        var bytes = Enumerable.Range(0, 1 << 20).Select(n => (byte)(n * 31)).ToArray();
        await using var session = _box.Start(_box.Recorded("client", _box.Recorded("server", [Programs.Stub("echo")])));
        var sending = session.SendAsync(bytes).ContinueWith(_ => session.CloseInput(), TaskScheduler.Default);
        Assert.Equal(bytes, await session.ReadToEndAsync());
        await sending;
        Assert.Equal(0, await session.ExitCodeAsync());
        foreach (var file in (string[])["client.in", "client.out", "server.in", "server.out"])
            Assert.Equal(bytes, _box.Recording(file));
    }

    [Theory]
    [InlineData("exits-with", "42", 42)]
    [InlineData("dies-by-signal", "6", 134)]
    public async Task The_recorder_ends_as_its_command_ends(string stub, string argument, int code)
    {
        await using var session = _box.Start(_box.Recorded("server", [Programs.Stub(stub), argument]));
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        await session.RequestAsync(2);
        session.CloseInput();
        Assert.Equal(code, await session.ExitCodeAsync());
    }

    [Fact]
    public async Task The_harness_sees_a_line_that_a_relay_would_repair()
    {
        await using var session = _box.Start([Programs.Stub("starts-with-bom")]);
        await session.RequestAsync(1);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await session.ReadFrameAsync())![..3]);
    }

    [Fact]
    public async Task The_harness_sees_a_process_that_stays_at_the_end_of_its_stdin()
    {
        var marker = $"{Guid.NewGuid()}";
        await using var session = _box.Start([Programs.Stub("ignores-term"), marker]);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        session.CloseInput();
        session.Signal(Signals.Terminate);
        Assert.Equal([session.Pid], ProcessTable.WithArgument(marker));
        session.Signal(Signals.Kill);
        Assert.Equal(128 + Signals.Kill, await session.ExitCodeAsync());
        await ProcessTable.IsGoneAsync(marker);
    }

    [Fact]
    public async Task The_harness_sees_memory_grow()
    {
        const int Size = 80 << 20;
        await using var session = _box.Start([Programs.Stub("answers-with-bytes"), $"{Size}"]);
        await session.RequestAsync(1);
        Assert.Equal(Size + 1, (await session.ReadFrameAsync())!.Length);
        Assert.InRange(session.PeakMemory, Size, 2L * Size);
    }

    [Fact]
    public async Task The_harness_sees_a_sender_that_is_blocked()
    {
        await using var session = _box.Start([Programs.Stub("stops-reading")]);
        await session.RequestAsync(1);
        Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(1);
        var sending = session.SendWithoutLimitAsync(new byte[1 << 20]);
        Assert.Equal(0, await Eventually.StandsStillAsync(() => sending.IsCompleted ? 1 : 0));
        session.Signal(Signals.Kill);
        await Assert.ThrowsAnyAsync<IOException>(() => sending);
    }

    [Fact]
    public void A_journal_that_ends_in_the_middle_of_a_record_is_noticed()
    {
        var path = Path.Combine(_box.Shared, "cut.jsonl");
        File.WriteAllText(path, """{"dir":"event","kind":"manifest"}""" + "\n" + """{"dir":"c2s","kind":"req""");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => JournalRecording.Read(path));
    }

    [Fact]
    public void A_journalled_frame_is_read_byte_for_byte()
    {
        var path = Path.Combine(_box.Shared, "whole.jsonl");
        const string Frame = """ {"id" : 1,  "m":"\u0061"} """;
        var record = $$"""{"dir":"c2s","kind":"request","bytes":{{Frame.Length}},"verdict":"forward","eol":"crlf","frame":{{Frame}},"prev":"{{new string('0', 64)}}"}""";
        File.WriteAllText(path, record + "\n");
        Assert.Equal(Frame + "\r\n", Encoding.UTF8.GetString(JournalRecording.Read(path).ForwardedToServer));
    }
}
