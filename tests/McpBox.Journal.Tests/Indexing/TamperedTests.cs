using System.Runtime.Versioning;
using McpBox.Journal.Indexing;

namespace McpBox.Journal.Tests.Indexing;

/// <summary>What somebody with the user's own rights may do to the files, and what is then said of them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TamperedTests : IDisposable
{
    private readonly IndexBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_closed_journal_does_not_live_again_because_somebody_locks_it()
    {
        var path = _bench.Record("a1");
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(Libc.TryLock((int)held.SafeFileHandle.DangerousGetHandle()));
        Assert.Equal(JournalStatus.Truncated, _bench.Verify(path).Status);
    }

    [Fact]
    public void The_first_record_is_the_one_with_which_the_index_opened_the_session()
    {
        using var living = _bench.Begin("a1");
        var lines = File.ReadAllLines(living.Path);
        var first = lines[0].Replace("{}", "{\"server\":\"other\"}", StringComparison.Ordinal);
        File.WriteAllText(living.Path, $"{first}\n{lines[1][..^66]}{Samples.HashOf(first)}\"}}\n");
        Assert.Equal((JournalStatus.Edited, 0L), (_bench.Verify(living.Path).Status, _bench.Verify(living.Path).BadRecord));
        File.WriteAllText(living.Path, "");
        Assert.Equal(JournalStatus.Truncated, _bench.Verify(living.Path).Status);
    }

    [Fact]
    public void A_killed_journal_that_was_edited_or_grew_afterwards_is_not_called_cut_off()
    {
        var path = _bench.Kill("a1");
        _bench.Record("a2");
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], lines[1].Replace("\"mono\":", "\"mono\":1", StringComparison.Ordinal)]);
        Assert.Equal(JournalStatus.Edited, _bench.Verify(path).Status);
    }

    [Fact]
    public void Whoever_takes_the_key_of_now_cannot_end_a_session_a_second_time()
    {
        var path = _bench.Record("a1");
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        var cut = JournalVerifier.Verify(path);
        using var state = IndexState.Read(Path.Combine(_bench.Keys, SessionIndex.StateName))!;
        using var next = McpBox.Journal.Sealing.SigningKey.Create();
        var end = IndexEntry.Parse(File.ReadAllLines(_bench.Day)[^1])!;
        var line = (end with { Sequence = state.Sequence, Previous = state.Previous, Records = cut.Records, Root = cut.Root, How = JournalEnd.Killed }).Write(state.Key, next.PublicKey);
        File.AppendAllText(_bench.Day, line + "\n");
        using (var after = state.After(line, next, []))
            after.Write(Path.Combine(_bench.Keys, SessionIndex.StateName));
        Assert.Equal(JournalStatus.Truncated, _bench.Verify(path).Status);
        Assert.NotEmpty(_bench.Index.Verify(anchor: null).Problems);
    }

    [Fact]
    public void A_journal_cannot_be_given_the_name_of_another_server_or_day()
    {
        var path = _bench.Record("a1");
        var renamed = path.Replace("-files-", "-trusted-", StringComparison.Ordinal);
        File.Move(path, renamed);
        Assert.Equal(JournalStatus.Edited, _bench.Verify(renamed).Status);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_journal_is_not_waited_for()
    {
        var path = _bench.Record("a1");
        Shell.Run($"rm '{path}' && mkfifo '{path}'");
        var asked = Task.Run(() => Assert.Throws<IOException>(() => _bench.Verify(path)), TestContext.Current.CancellationToken);
        await asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void An_index_that_is_one_endless_line_is_told_and_not_read_into_memory()
    {
        _bench.Record("a1");
        using (var day = new FileStream(_bench.Day, FileMode.Open))
            day.SetLength(1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(_bench.Index.Verify(anchor: null).Problems);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }
}
