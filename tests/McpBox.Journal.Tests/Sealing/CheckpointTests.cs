using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpBox.Journal.Sealing;

namespace McpBox.Journal.Tests.Sealing;

public sealed class CheckpointTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_thousand_records_are_signed_by_a_key_of_their_own_that_the_one_before_announced()
    {
        var lines = Samples.Lines(Write(2500));
        var signed = lines.Select(static line => JsonDocument.Parse(line).RootElement).Where(static record => record.GetProperty("kind").GetString() is "checkpoint" or "seal").ToList();
        Assert.Equal([1000, 2001, 2503], signed.Select(static record => record.GetProperty("data").GetProperty("records").GetInt32()));
        var keys = signed.Select(static record => record.GetProperty("data").GetProperty("key").GetString()).ToList();
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal(keys[1..], signed[..^1].Select(static record => record.GetProperty("data").GetProperty("next").GetString()));
    }

    [Fact]
    public void An_idle_session_signs_a_minute_after_its_first_unsigned_record()
    {
        var time = new HandTime();
        using var journal = JournalWriter.Create(_scratch.Path, "files", "a1", time);
        Assert.Null(journal.UntilCheckpoint);
        journal.StageEvent("manifest", "{}"u8);
        journal.Commit();
        Assert.Equal(TimeSpan.FromSeconds(60), journal.UntilCheckpoint);

        time.Pass(TimeSpan.FromSeconds(59));
        journal.Checkpoint();
        Assert.Single(Samples.Lines(journal.Path));

        time.Pass(TimeSpan.FromSeconds(1));
        journal.Checkpoint();
        Assert.Contains("\"kind\":\"checkpoint\"", Samples.Lines(journal.Path)[1], StringComparison.Ordinal);
        Assert.Null(journal.UntilCheckpoint);
    }

    [Fact]
    public void A_killed_session_is_signed_up_to_its_last_checkpoint()
    {
        var answer = JournalVerifier.Verify(Write(1500, seal: false));
        Assert.Equal((JournalStatus.Unsealed, 1502L, 1000L), (answer.Status, answer.Records, answer.SignedRecords));
    }

    [Fact]
    public void A_file_that_was_rebuilt_whole_with_other_keys_is_foreign_to_who_knows_the_first()
    {
        var first = JournalVerifier.Verify(Write(10, id: "a1")).Key;
        var path = Write(10, id: "a2");
        Assert.True(JournalVerifier.Verify(path).IsIntact);
        Assert.Equal(JournalStatus.ForeignSignature, JournalVerifier.Verify(path, first).Status);
    }

    [Fact]
    public void The_rest_of_a_file_that_was_rebuilt_with_other_keys_is_foreign_to_the_checkpoint_before()
    {
        var path = Write(999);
        var lines = Samples.Lines(path);
        using var other = SigningKey.Create();
        var totals = new JournalTotals();
        totals.Count(JournalDirection.Event, 0);
        for (var i = 0; i < 999; i++)
            totals.Count(JournalDirection.ClientToServer, 2);
        totals.Count(JournalDirection.Event, 0);
        var root = Hash(lines[^2]);
        var seal = lines[^1][..lines[^1].IndexOf("{\"records\"", StringComparison.Ordinal)] + Encoding.ASCII.GetString(SealText.Seal(totals, Encoding.ASCII.GetBytes(root), other.PublicKey));
        lines[^1] = $"{seal},\"sig\":\"{other.Sign(SHA256.HashData(Encoding.ASCII.GetBytes(seal)))}\"}},\"prev\":\"{root}\"}}";
        File.WriteAllLines(path, lines);
        var answer = JournalVerifier.Verify(path);
        Assert.Equal((JournalStatus.ForeignSignature, 1001L), (answer.Status, answer.BadRecord));
    }

    [Fact]
    public void A_seal_without_its_signature_is_named()
    {
        var path = Write(3);
        var lines = Samples.Lines(path);
        var end = lines[^1];
        lines[^1] = end[..end.IndexOf(",\"sig\":", StringComparison.Ordinal)] + "}" + end[end.LastIndexOf(",\"prev\":", StringComparison.Ordinal)..];
        File.WriteAllLines(path, lines);
        Assert.Equal(JournalStatus.NoSignature, JournalVerifier.Verify(path).Status);
    }

    private static string Hash(string line) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(line))).ToLowerInvariant();

    private string Write(int frames, bool seal = true, string id = "a1")
    {
        using var journal = JournalWriter.Create(_scratch.Path, "files", id, new FixedTime());
        journal.StageEvent("manifest", "{}"u8);
        for (var i = 0; i < frames; i++)
            journal.Stage(Samples.Request("{}"u8));
        journal.Commit();
        if (seal)
            journal.Seal();
        return journal.Path;
    }

    /// <summary>A clock that moves by hand.</summary>
    private sealed class HandTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

        public override long GetTimestamp() => _ticks;
    }
}
