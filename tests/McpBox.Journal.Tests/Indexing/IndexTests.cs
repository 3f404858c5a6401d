using System.Runtime.Versioning;
using McpBox.Journal.Indexing;

namespace McpBox.Journal.Tests.Indexing;

[UnsupportedOSPlatform("windows")]
public sealed class IndexTests : IDisposable
{
    private readonly IndexBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Sessions_that_start_and_end_make_a_whole_index()
    {
        var path = _bench.Record("a1");
        using var living = _bench.Begin("a2");
        var found = _bench.Index.Verify(anchor: null);
        Assert.Empty(found.Problems);
        Assert.Equal(3, found.Lines);
        Assert.Equal(JournalStatus.Sealed, _bench.Verify(path).Status);
        Assert.Equal(JournalStatus.Live, _bench.Verify(living.Path).Status);
    }

    [Fact]
    public void A_deleted_journal_is_noticed()
    {
        var path = _bench.Record("a1");
        File.Delete(path);
        Assert.Equal(JournalStatus.Deleted, SessionVerifier.Verify(path, _bench.Index.Verify(anchor: null).Sessions["a1"]).Status);
    }

    [Fact]
    public void A_journal_that_no_line_names_is_foreign()
    {
        _bench.Record("a1");
        using var other = JournalWriter.Create(_bench.Journals, "files", "b2", TimeProvider.System);
        other.StageEvent("manifest", "{}"u8);
        other.Seal();
        Assert.Equal(JournalStatus.ForeignSignature, _bench.Verify(other.Path).Status);
    }

    [Fact]
    public void A_journal_that_was_written_anew_under_the_name_of_a_session_is_foreign()
    {
        var path = _bench.Record("a1");
        File.Delete(path);
        using (var other = JournalWriter.Create(Path.Combine(_bench.Journals, "other"), "files", "a1", TimeProvider.System))
        {
            other.StageEvent("manifest", "{}"u8);
            other.Seal();
            File.Move(other.Path, path);
        }

        Assert.Equal(JournalStatus.ForeignSignature, _bench.Verify(path).Status);
    }

    [Fact]
    public void A_seal_that_was_cut_off_is_noticed_because_the_index_knows_it()
    {
        var path = _bench.Record("a1");
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        Assert.Equal(JournalStatus.Truncated, _bench.Verify(path).Status);
    }

    [Fact]
    public void A_killed_session_is_entered_by_the_next_start_and_its_end_cannot_be_cut_any_more()
    {
        var path = _bench.Kill("a1");
        Assert.Equal(JournalStatus.Unsealed, _bench.Verify(path).Status);
        File.AppendAllText(path, "{\"v\":1,\"half");

        _bench.Record("a2");
        var found = _bench.Verify(path);
        Assert.Equal((JournalStatus.Recovered, 2L), (found.Status, found.Records));

        File.WriteAllLines(path, File.ReadAllLines(path)[..1]);
        Assert.Equal(JournalStatus.Truncated, _bench.Verify(path).Status);
    }

    [Fact]
    public void A_journal_that_is_pruned_is_not_missed()
    {
        var path = _bench.Record("a1");
        _bench.Index.Prune(JournalSession.FromPath(path)!, "age");
        Assert.False(File.Exists(path));
        var found = _bench.Index.Verify(anchor: null);
        Assert.Empty(found.Problems);
        Assert.Equal("age", found.Sessions["a1"].Pruned);
    }

    [Fact]
    public void Any_change_of_any_line_of_the_index_is_noticed()
    {
        _bench.Record("a1");
        _bench.Record("a2");
        var whole = File.ReadAllLines(_bench.Day);
        for (var i = 0; i < whole.Length; i++)
        {
            AssertNoticed([.. whole.Where((_, n) => n != i)]);
            AssertNoticed([.. whole.Select((line, n) => n == i ? line.Replace("\"seq\":", "\"seq\": ", StringComparison.Ordinal) : line)]);
            AssertNoticed([.. whole.Select((line, n) => n == i ? line.Replace("\"files", "\"filed", StringComparison.Ordinal).Replace("a1", "b1", StringComparison.Ordinal).Replace("a2", "b2", StringComparison.Ordinal) : line)]);
            AssertNoticed(whole[..i]);
        }

        File.WriteAllLines(_bench.Day, whole);
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);
    }

    [Fact]
    public void An_index_that_was_replaced_as_a_whole_does_not_begin_with_the_key_that_was_kept()
    {
        _bench.Record("a1");
        var kept = _bench.Index.Verify(anchor: null).Anchor;
        Assert.Empty(_bench.Index.Verify(kept).Problems);

        Directory.Delete(_bench.Folder, recursive: true);
        Directory.Delete(_bench.Keys, recursive: true);
        Directory.Delete(_bench.Journals, recursive: true);
        _bench.Record("a1");
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);
        Assert.NotEmpty(_bench.Index.Verify(kept).Problems);
    }

    [Fact]
    public void No_key_that_signed_a_line_is_on_the_disk_afterwards()
    {
        _bench.Record("a1");
        using var state = IndexState.Read(Path.Combine(_bench.Keys, SessionIndex.StateName))!;
        Assert.DoesNotContain(File.ReadAllLines(_bench.Day), line => IndexEntry.Parse(line)!.By == state.Key.PublicKey);
        Assert.Equal(["index.key", "index.lock"], Directory.GetFiles(_bench.Keys).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whoever_takes_the_key_of_now_cannot_put_a_line_in_the_place_of_an_earlier_one()
    {
        _bench.Record("a1");
        _bench.Record("a2");
        using var state = IndexState.Read(Path.Combine(_bench.Keys, SessionIndex.StateName))!;
        using var next = McpBox.Journal.Sealing.SigningKey.Create();
        var lines = File.ReadAllLines(_bench.Day);
        var forged = (IndexEntry.Parse(lines[2])! with { File = "2026/11/20/other.jsonl" }).Write(state.Key, next.PublicKey);
        File.WriteAllLines(_bench.Day, [.. lines[..2], forged]);
        Assert.Contains(_bench.Index.Verify(anchor: null).Problems, static problem => problem.Contains("did not announce", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        _bench.Record("a1");
        File.SetUnixFileMode(Path.Combine(_bench.Keys, SessionIndex.StateName), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal("MB4202", Assert.Throws<JournalException>(() => _bench.Begin("a2")).Code);
    }

    [Fact]
    public void A_kill_between_the_files_leaves_either_no_line_or_the_line_and_its_key()
    {
        _bench.Record("a1");
        var state = Path.Combine(_bench.Keys, SessionIndex.StateName);
        var (before, whole) = (File.ReadAllBytes(state), File.ReadAllText(_bench.Day));
        _bench.Record("a2");
        var lines = File.ReadAllLines(_bench.Day);

        // After the line was written, before the state was renamed: the second line of a2 and the states around it.
        var after = File.ReadAllBytes(state);
        File.Move(state, Path.Combine(_bench.Keys, SessionIndex.NextName));
        WriteOwn(state, before);
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);
        _bench.Record("a3");
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);

        // Before the line was written, a piece of it there.
        File.WriteAllText(_bench.Day, whole + lines[2][..100]);
        WriteOwn(state, before);
        WriteOwn(Path.Combine(_bench.Keys, SessionIndex.NextName), after);
        _bench.Record("a4");
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);
    }

    [Fact]
    public void Many_sessions_at_once_make_one_chain()
    {
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => _bench.Record($"s{i}"));
        var found = _bench.Index.Verify(anchor: null);
        Assert.Empty(found.Problems);
        Assert.Equal(48, found.Lines);
    }

    private static void WriteOwn(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void AssertNoticed(string[] lines)
    {
        File.WriteAllLines(_bench.Day, lines);
        Assert.NotEmpty(_bench.Index.Verify(anchor: null).Problems);
    }
}
