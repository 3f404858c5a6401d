using System.Text;

namespace McpBox.Journal.Tests;

public sealed class VerifierTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_sealed_session_is_whole()
    {
        var answer = JournalVerifier.Verify(Samples.WriteSession(_scratch.Path));
        Assert.Equal((JournalStatus.Sealed, 6L, null), (answer.Status, answer.Records, answer.BadRecord));
        Assert.True(answer.IsIntact);
    }

    [Fact]
    public void A_killed_session_is_whole_and_unsealed()
    {
        var answer = JournalVerifier.Verify(Samples.WriteSession(_scratch.Path, seal: false));
        Assert.Equal((JournalStatus.Unsealed, 5L), (answer.Status, answer.Records));
        Assert.False(answer.IsIntact);
    }

    [Fact]
    public void A_session_that_is_being_written_is_live_until_its_writer_is_gone()
    {
        var journal = Samples.Create(_scratch.Path);
        journal.StageEvent("manifest", "{}"u8);
        journal.Commit();
        Assert.Equal(JournalStatus.Live, JournalVerifier.Verify(journal.Path).Status);

        journal.Dispose();
        Assert.Equal(JournalStatus.Unsealed, JournalVerifier.Verify(journal.Path).Status);
    }

    [Fact]
    public void The_lock_that_says_live_keeps_no_reader_out()
    {
        using var journal = Samples.Create(_scratch.Path);
        journal.StageEvent("manifest", "{}"u8);
        journal.Commit();
        Assert.NotEmpty(File.ReadAllBytes(journal.Path));
    }

    [Theory]
    [InlineData(1, "read", "r3ad", 1, JournalStatus.Edited)]
    [InlineData(0, "node", "n0de", 0, JournalStatus.Edited)]
    [InlineData(2, "\"prev\":\"", "\"prev\":\"0", 2, JournalStatus.Unreadable)]
    [InlineData(5, "\"c2s\":1", "\"c2s\":2", 5, JournalStatus.Edited)]
    [InlineData(3, "\"seq\":3", "\"seq\":9", 3, JournalStatus.Missing)]
    public void An_edited_record_is_named(int at, string from, string to, int named, JournalStatus status)
    {
        var answer = Tampered(lines => lines[at] = lines[at].Replace(from, to, StringComparison.Ordinal));
        Assert.Equal((status, (long?)named), (answer.Status, answer.BadRecord));
    }

    [Fact]
    public void An_edited_link_accuses_the_two_records_that_it_joins()
    {
        var answer = Tampered(static lines => lines[3] = lines[3].Replace(lines[3][^66..^2], new string('a', 64), StringComparison.Ordinal));
        Assert.Equal(JournalStatus.Edited, answer.Status);
        Assert.Equal(2, answer.BadRecord);
        Assert.Contains("it or record 3", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_added_after_the_seal_is_named()
    {
        var path = Samples.WriteSession(_scratch.Path);
        File.AppendAllText(path, Samples.Lines(path)[1] + "\n");
        Assert.Equal((JournalStatus.AfterSeal, 6L), (JournalVerifier.Verify(path).Status, JournalVerifier.Verify(path).BadRecord));
    }

    [Fact]
    public void A_cut_last_line_is_named()
    {
        var path = Samples.WriteSession(_scratch.Path, seal: false);
        using (var file = File.OpenWrite(path))
            file.SetLength(file.Length - 20);
        Assert.Equal((JournalStatus.Truncated, 4L), (JournalVerifier.Verify(path).Status, JournalVerifier.Verify(path).BadRecord));
    }

    [Fact]
    public void An_empty_journal_is_unsealed()
    {
        var path = Path.Combine(_scratch.Path, "empty.jsonl");
        File.WriteAllText(path, "");
        Assert.Equal((JournalStatus.Unsealed, 0L), (JournalVerifier.Verify(path).Status, JournalVerifier.Verify(path).Records));
    }

    [Fact]
    public void Deleting_any_line_is_noticed() =>
        ForEachLine(static (lines, i) => lines.RemoveAt(i));

    [Fact]
    public void Repeating_any_line_is_noticed() =>
        ForEachLine(static (lines, i) => lines.Insert(i, lines[i]));

    [Fact]
    public void Swapping_any_two_lines_is_noticed()
    {
        for (var by = 1; by < 6; by++)
            ForEachLine((lines, i) => (lines[i], lines[(i + by) % lines.Count]) = (lines[(i + by) % lines.Count], lines[i]));
    }

    [Fact]
    public void Flipping_any_bit_of_any_byte_is_noticed()
    {
        var path = Samples.WriteSession(_scratch.Path);
        var bytes = File.ReadAllBytes(path);
        var changed = Path.Combine(_scratch.Path, "changed.jsonl");
        for (var i = 0; i < bytes.Length; i++)
        {
            var bit = (byte)(1 << (i % 8));
            bytes[i] ^= bit;
            File.WriteAllBytes(changed, bytes);
            Assert.False(JournalVerifier.Verify(changed).IsIntact, $"byte {i}");
            bytes[i] ^= bit;
        }

        File.WriteAllBytes(changed, bytes);
        Assert.True(JournalVerifier.Verify(changed).IsIntact);
    }

    [Fact]
    public void Cutting_the_file_anywhere_is_noticed()
    {
        var bytes = File.ReadAllBytes(Samples.WriteSession(_scratch.Path));
        var cut = Path.Combine(_scratch.Path, "cut.jsonl");
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(cut, bytes.AsSpan(0, length));
            Assert.False(JournalVerifier.Verify(cut).IsIntact, $"length {length}");
        }
    }

    [Fact]
    public void Any_bytes_at_all_get_an_answer()
    {
        var random = new Random(20261120);
        var path = Path.Combine(_scratch.Path, "noise.jsonl");
        var whole = File.ReadAllBytes(Samples.WriteSession(_scratch.Path));
        for (var i = 0; i < 500; i++)
        {
            var noise = whole.AsSpan(random.Next(whole.Length)).ToArray();
            for (var n = random.Next(1, 8); n > 0; n--)
                noise[random.Next(noise.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, noise);
            Assert.False(JournalVerifier.Verify(path).IsIntact);
        }
    }

    private JournalVerification Tampered(Action<string[]> change)
    {
        var lines = Samples.Lines(Samples.WriteSession(_scratch.Path));
        change(lines);
        return Verify(lines);
    }

    private void ForEachLine(Action<List<string>, int> change)
    {
        var whole = Samples.Lines(Samples.WriteSession(_scratch.Path));
        for (var i = 0; i < whole.Length; i++)
        {
            var lines = whole.ToList();
            change(lines, i);
            Assert.False(Verify(lines).IsIntact, $"line {i}");
        }

        Directory.Delete(Path.Combine(_scratch.Path, "2026"), recursive: true);
    }

    private JournalVerification Verify(IEnumerable<string> lines)
    {
        var path = Path.Combine(_scratch.Path, "changed.jsonl");
        File.WriteAllText(path, string.Concat(lines.Select(static line => line + "\n")), new UTF8Encoding(false));
        return JournalVerifier.Verify(path);
    }
}
