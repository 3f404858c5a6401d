using System.Text.Json;
using McpBox.Cli.Log;
using McpBox.Cli.Log.Retention;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Retaining;

namespace McpBox.Cli.Tests.Log;

public sealed class PruneTests : IDisposable
{
    /// <summary>Long after every session of the bench.</summary>
    private static readonly DateTimeOffset Now = new(2027, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_is_older_than_the_policy_goes_and_the_rest_is_compressed_and_verified_as_before()
    {
        var old = Aged(_bench.Record("aa01"), days: 100);
        var young = Aged(_bench.Record("bb02", minute: 1), days: 10);
        var run = Prune(new RetentionPolicy(), dryRun: false, force: false);
        Assert.Equal(ExitCodes.Ok, run.Exit);
        Assert.Contains("remove    aa01", run.Out, StringComparison.Ordinal);
        Assert.Contains("compress  bb02", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(old));
        Assert.False(File.Exists(young));
        Assert.StartsWith("sealed: ", _bench.Run("verify", "bb02").Out, StringComparison.Ordinal);
        Assert.Contains("1 whole, 0 not; index: 5 lines, 0 problems", _bench.Run("verify", "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_says_the_same_and_touches_nothing()
    {
        var old = Aged(_bench.Record("aa01"), days: 100);
        var run = Prune(new RetentionPolicy(), dryRun: true, force: false);
        Assert.Contains("remove    aa01", run.Out, StringComparison.Ordinal);
        Assert.Contains("would free", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(old));
    }

    [Fact]
    public void Younger_journals_stay_above_the_size_limit_until_they_are_forced_away()
    {
        var path = Aged(_bench.Record("aa01"), days: 10);
        var policy = new RetentionPolicy { MaxSize = 10, CompressAfter = TimeSpan.FromDays(1000) };
        Assert.Equal("MB4802", Assert.Throws<JournalException>(() => Prune(policy, dryRun: false, force: false)).Code);
        Assert.True(File.Exists(path));
        Assert.Contains("remove    aa01", Prune(policy, dryRun: false, force: true).Out, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void The_command_keeps_what_is_young_and_prints_json_for_programs()
    {
        File.SetLastWriteTimeUtc(_bench.Record("aa01"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-5));
        using var line = JsonDocument.Parse(_bench.Run("prune", "--dry-run", "--json").Out);
        Assert.Equal(("aa01", "compress", true), (line.RootElement.GetProperty("session").GetString(), line.RootElement.GetProperty("step").GetString(), line.RootElement.GetProperty("dry_run").GetBoolean()));
    }

    private static string Aged(string path, int days)
    {
        File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddDays(-days));
        return path;
    }

    private LogRun Prune(RetentionPolicy policy, bool dryRun, bool force)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var index = SessionIndex.Beside(_bench.Root, TimeProvider.System);
        var exit = new Prune(index, new LogScreen(output, error, Colour: false), dryRun, json: false).Run(policy, Now, force);
        return new LogRun(exit, output.ToString(), error.ToString());
    }
}
