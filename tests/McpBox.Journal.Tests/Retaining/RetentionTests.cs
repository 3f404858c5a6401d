using McpBox.Journal.Retaining;
using McpBox.Journal.Tests.Indexing;

namespace McpBox.Journal.Tests.Retaining;

public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly IndexBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_journal_is_kept_for_ninety_days_unless_somebody_says_otherwise()
    {
        var plan = RetentionPlan.Make([Kept("old", days: 91), Kept("young", days: 89)], new RetentionPolicy(), Now, force: false);
        Assert.Equal([("old", "age"), ("young", null)], plan.Steps.Select(static step => (step.Journal.Session.Id, step.Why)));
    }

    [Fact]
    public void The_size_limit_removes_nothing_that_is_younger_than_the_policy()
    {
        var plan = RetentionPlan.Make([Kept("a", days: 3, bytes: 60), Kept("b", days: 2, bytes: 60)], new RetentionPolicy { MaxSize = 100 }, Now, force: false);
        Assert.DoesNotContain(plan.Steps, static step => step.Why is not null);
        Assert.Equal(20, plan.Excess);
    }

    [Fact]
    public void Forced_the_size_limit_removes_the_oldest_and_no_more_than_it_needs()
    {
        var plan = RetentionPlan.Make([Kept("b", days: 2, bytes: 60), Kept("a", days: 3, bytes: 60)], new RetentionPolicy { MaxSize = 100 }, Now, force: true);
        Assert.Equal([("a", "forced"), ("b", null)], plan.Steps.Select(static step => (step.Journal.Session.Id, step.Why)));
        Assert.Equal(0, plan.Excess);
    }

    [Fact]
    public void A_session_that_lives_is_neither_removed_nor_compressed() =>
        Assert.Empty(RetentionPlan.Make([Kept("a", days: 1000, live: true)], new RetentionPolicy { MaxSize = 0 }, Now, force: true).Steps);

    [Fact]
    public void A_compressed_journal_is_verified_as_before_and_takes_less()
    {
        var path = _bench.Record("a1");
        var before = (_bench.Verify(path).Root, File.GetLastWriteTimeUtc(path), File.ReadAllBytes(path));
        Assert.True(PackedJournal.Pack(path) > 0);
        Assert.False(File.Exists(path));
        Assert.Equal((JournalStatus.Sealed, before.Root), (_bench.Verify(path + ".gz").Status, _bench.Verify(path + ".gz").Root));
        Assert.Equal(before.Item2, File.GetLastWriteTimeUtc(path + ".gz"));
        Assert.Equal(before.Item3, Shell.Bytes("gzip -dc \"$1\"", path + ".gz"));
    }

    [Fact]
    public void A_kill_while_compressing_leaves_the_plain_journal_until_the_packed_one_is_whole()
    {
        var path = _bench.Record("a1");
        File.WriteAllText(path + ".gz.part", "half");
        PackedJournal.Pack(path);
        Assert.Equal(JournalStatus.Sealed, _bench.Verify(path + ".gz").Status);

        // Killed between the rename and the removal of the plain one; and what stands there is not what was packed.
        var other = _bench.Record("a2");
        File.Copy(path + ".gz", other + ".gz");
        Assert.Throws<IOException>(() => PackedJournal.Pack(other));
        Assert.Equal(JournalStatus.Sealed, _bench.Verify(other).Status);
    }

    [Fact]
    public void What_is_removed_by_policy_is_no_tampering_and_its_escrow_goes_with_it()
    {
        var path = _bench.Record("a1");
        File.WriteAllText(path[..^6] + ".escrow.age", "sealed");
        var retention = new McpBox.Journal.Retaining.Retention(_bench.Index);
        retention.Do(new RetentionStep(Assert.Single(retention.Journals()), "age"));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Empty(_bench.Index.Verify(anchor: null).Problems);
    }

    private static KeptJournal Kept(string id, double days, long bytes = 10, bool live = false) =>
        new(new JournalSession($"/journal/{id}.jsonl", id, "files", Now.AddDays(-days)), bytes, Now.AddDays(-days), live);
}
