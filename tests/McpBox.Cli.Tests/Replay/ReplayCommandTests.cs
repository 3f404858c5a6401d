using System.CommandLine;
using McpBox.Cli.Replay;
using McpBox.Cli.Tests.Log;

namespace McpBox.Cli.Tests.Replay;

/// <summary>Refusals come before anything is started.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly LogBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--timeout", "0s")]
    [InlineData("--timeout", "30")]
    [InlineData("--timeout", "-1s")]
    [InlineData("--timeout", "9999999999999s")]
    [InlineData("--timeout", "25000m")]
    [InlineData("--normalise", "ids,dates")]
    public void Values_that_mean_nothing_are_wrong_usage(string option, string value) =>
        Assert.NotEmpty(Command().Parse(["last", option, value]).Errors);

    [Theory]
    [InlineData("500ms")]
    [InlineData("30s")]
    [InlineData("2m")]
    public void Durations_are_written_with_their_unit(string value) => Assert.Empty(Command().Parse(["last", "--timeout", value, "--normalise", "ids, times"]).Errors);

    [Fact]
    public void An_unknown_session_is_refused()
    {
        var run = Run("nope");
        Assert.Equal(127, run.Exit);
        Assert.StartsWith("error: MB4101 ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_is_still_recorded_is_refused()
    {
        using var live = _bench.Begin("aa01");
        var run = Run("aa01");
        Assert.Equal(124, run.Exit);
        Assert.StartsWith("error: MB4704 ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_journal_starts_nothing()
    {
        var own = _bench.Record("aa01");
        File.Move(own, Path.Combine(Path.GetDirectoryName(own)!, "20261120T090500.000Z-files-cc03.jsonl"));
        var run = Run("cc03");
        Assert.Equal(121, run.Exit);
        Assert.StartsWith("error: MB4701 ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_exist_is_refused_by_name()
    {
        _bench.Record("aa01");
        var run = Run("aa01", "--server", "no-such-server-anywhere");
        Assert.Equal(127, run.Exit);
        Assert.Contains("no-such-server-anywhere", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public void Lines_are_cut_where_they_end_and_long_ones_come_in_pieces()
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(4, line => lines.Add(System.Text.Encoding.ASCII.GetString(line)));
        foreach (var piece in (string[])["ab", "c\r\nd", "\n\nefghijkl", "mn\no"])
            splitter.Add(System.Text.Encoding.ASCII.GetBytes(piece));
        splitter.End();
        Assert.Equal(["abc", "d", "", "efgh", "ijkl", "mn", "o"], lines);
    }

    private LogRun Run(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exit = Command().Parse(words).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new LogRun(exit, output.ToString(), error.ToString());
    }

    private Command Command() => ReplayCommand.Create([], name => name == "XDG_STATE_HOME" ? Path.GetFullPath(Path.Combine(_bench.Root, "../..")) : null, TimeProvider.System);
}
