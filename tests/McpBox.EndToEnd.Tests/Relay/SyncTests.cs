using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Relay;

/// <summary><c>journal.sync</c>, held against the system calls that strace(1) saw.</summary>
public sealed class SyncTests : IDisposable
{
    private const int JournalFailed = 124;

    private readonly Box _box = new();

    private string Trace => Path.Combine(_box.Shared, "trace");

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_frame_is_passed_on_once_the_disk_has_its_record()
    {
        await using (var session = Start("sync = \"frame\""))
        {
            await session.RequestAsync(4711);
            Reply.Parse(await session.ReadFrameAsync()).AssertAnswered(4711);
            session.CloseInput();
            Assert.Equal(0, await session.ExitCodeAsync());
        }

        var calls = File.ReadAllLines(Trace);
        AssertInOrder(calls, IsRecord("c2s"), IsSync, IsForwarded);
        AssertInOrder(calls, IsForwarded, IsRecord("s2c"), IsSync);
        AssertInOrder(calls, IsRecord("manifest"), IsSync, IsFolderSync, IsForwarded);
        AssertInOrder(calls, IsRecord("seal"), IsSync);
    }

    [Fact]
    public async Task Without_it_no_frame_waits_for_the_disk()
    {
        await using (var session = Start("sync = \"none\""))
        {
            await session.RequestAsync(4711);
            session.CloseInput();
            Assert.Equal(0, await session.ExitCodeAsync());
        }

        var calls = File.ReadAllLines(Trace);
        Assert.Contains(calls, call => IsRecord("c2s")(call));
        Assert.DoesNotContain(calls, IsSync);
    }

    [Fact]
    public async Task A_disk_that_refuses_ends_the_session_and_the_frame_goes_nowhere()
    {
        // The first two are the manifest's, before anything can be forwarded, and the first of the frame.
        await using var session = Start("sync = \"frame\"", "--inject=fdatasync:error=EIO:when=2+");
        await session.RequestAsync(4711);
        await session.ReadToEndAsync();
        Assert.Equal(JournalFailed, await session.ExitCodeAsync());
        Assert.Contains("MB4004", session.Stderr, StringComparison.Ordinal);
        Assert.Contains("cannot be brought to the disk", session.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllLines(Trace), IsForwarded);
    }

    private static Predicate<string> IsRecord(string word) => call => call.Contains("write(", StringComparison.Ordinal) && call.Contains(".jsonl>", StringComparison.Ordinal) && call.Contains($"\\\"{word}\\\"", StringComparison.Ordinal);

    private static bool IsSync(string call) => call.Contains("fdatasync(", StringComparison.Ordinal) && call.Contains(".jsonl>", StringComparison.Ordinal);

    private static bool IsFolderSync(string call) => call.Contains("fsync(", StringComparison.Ordinal) && call.Contains("/journal/", StringComparison.Ordinal);

    private static bool IsForwarded(string call) => call.Contains("write(", StringComparison.Ordinal) && call.Contains(", \"{\\\"jsonrpc\\\"", StringComparison.Ordinal) && call.Contains("4711,\\\"method\\\"", StringComparison.Ordinal);

    private static void AssertInOrder(string[] calls, params Predicate<string>[] steps)
    {
        var at = -1;
        foreach (var step in steps)
        {
            at = Array.FindIndex(calls, at + 1, step);
            Assert.True(at >= 0, $"Step {Array.IndexOf(steps, step)} is missing in: {string.Join('\n', calls.Where(call => call.Contains("sync(", StringComparison.Ordinal) || call.Contains("jsonrpc", StringComparison.Ordinal)))}");
        }
    }

    private RawSession Start(string sync, params string[] options)
    {
        _box.ConfigureServer("stub", [Programs.Stub("answers")], $"[servers.stub.journal]\n{sync}\n");
        return _box.Start(["/usr/bin/strace", "-f", "-y", "-s", "4096", "-e", "trace=write,fdatasync,fsync", .. options, "-o", Trace, Programs.McpBox, "run", "stub"]);
    }
}
