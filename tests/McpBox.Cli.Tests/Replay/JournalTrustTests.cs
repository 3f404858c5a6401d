using McpBox.Cli.Replay;
using McpBox.Cli.Tests.Log;
using McpBox.Journal;
using McpBox.Journal.Indexing;

namespace McpBox.Cli.Tests.Replay;

public sealed class JournalTrustTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_session_of_the_user_s_own_is_vouched_for_also_when_it_was_killed()
    {
        Assert.Null(Doubt(_bench.Record("aa01")));
        Assert.Null(Doubt(_bench.Record("bb02", minute: 2, seal: false)));
    }

    [Fact]
    public void A_journal_that_was_laid_beside_them_is_not()
    {
        var own = _bench.Record("aa01");
        var copy = Path.Combine(Path.GetDirectoryName(own)!, "20261120T090500.000Z-files-cc03.jsonl");
        File.Copy(own, copy);
        Assert.Equal("no line of the index names this session", Doubt(copy));
    }

    [Fact]
    public void One_with_another_manifest_under_a_known_session_s_name_is_not()
    {
        var own = _bench.Record("aa01", seal: false);
        File.WriteAllText(own, File.ReadAllText(own).Replace("\"files\"}", "\"files\",\"argv\":[\"evil\"]}", StringComparison.Ordinal));
        Assert.Equal("its manifest is not the one that the index knows", Doubt(own));
    }

    [Fact]
    public void One_whose_frames_were_edited_is_not()
    {
        var own = _bench.Record("aa01");
        File.WriteAllText(own, File.ReadAllText(own).Replace("\"read\"", "\"evil\"", StringComparison.Ordinal));
        Assert.NotNull(Doubt(own));
    }

    [Fact]
    public void None_is_when_the_index_itself_is_not_whole()
    {
        var own = _bench.Record("aa01");
        Directory.Delete(Path.Combine(Path.GetDirectoryName(_bench.Root)!, "keys"), recursive: true);
        Assert.StartsWith("the index of sessions is not whole", Doubt(own), StringComparison.Ordinal);
    }

    private string? Doubt(string path) => JournalTrust.Doubt(JournalSession.FromPath(path)!, SessionIndex.Beside(_bench.Root, TimeProvider.System));
}
