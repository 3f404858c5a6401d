using System.Runtime.Versioning;
using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Cli.Tests.Log;

[UnsupportedOSPlatform("windows")]
public sealed class ExportCommandTests : IDisposable
{
    private readonly LogBench _bench = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        _bench.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public void Calls_of_all_sessions_are_rows_the_oldest_session_first()
    {
        _bench.Record("bb02", minute: 2);
        _bench.Record("aa01", minute: 1);
        var run = _bench.Run("export", "--format", "csv");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        var rows = run.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("session,seq,time,server,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["aa01", "aa01", "bb02", "bb02"], rows[1..].Select(static row => row.Split(',')[0]));
        Assert.Contains(",c2s,1,tools/call,read,ok,forward,", rows[1], StringComparison.Ordinal);
        Assert.Contains(",c2s,z,evil\\u{202E}\\u{202E},,denied,deny,MB3009,", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_and_the_filters_of_log_choose_the_calls()
    {
        _bench.Record("aa01", minute: 1);
        _bench.Record("bb02", minute: 2);
        var run = _bench.Run("export", "--format", "ocsf", "--status", "denied", "bb");
        using var found = JsonDocument.Parse(run.Out);
        Assert.Equal("bb02", found.RootElement.GetProperty("metadata").GetProperty("correlation_uid").GetString());
        Assert.Equal("denied", found.RootElement.GetProperty("status_code").GetString());
    }

    [Theory]
    [InlineData("otlp")]
    [InlineData("ocsf")]
    [InlineData("har")]
    [InlineData("csv")]
    [InlineData("syslog")]
    public void Messages_leave_only_when_they_are_asked_for(string format)
    {
        using (var journal = _bench.Begin("aa01"))
        {
            LogBench.Frame(journal, JournalDirection.ClientToServer, JournalKind.Request, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"s3cr3t"}}}""", "1", "\"tools/call\"", "\"read\"");
            LogBench.Frame(journal, JournalDirection.ServerToClient, JournalKind.Response, """{"jsonrpc":"2.0","id":1,"result":"t0ps3cr3t"}""", "1", latency: 5);
            journal.Seal();
        }

        Assert.DoesNotContain("s3cr3t", _bench.Run("export", "--format", format).Out, StringComparison.Ordinal);
        var whole = _bench.Run("export", "--format", format, "--bodies").Out;
        Assert.Contains("s3cr3t", whole, StringComparison.Ordinal);
        Assert.Contains("t0ps3cr3t", whole, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_is_one_session_as_one_page_and_no_format_beside_it()
    {
        _bench.Record("aa01");
        var run = _bench.Run("export", "--html", "aa01", "-o", _file);
        Assert.Equal((ExitCodes.Ok, $"{_file}\n"), (run.Exit, run.Out));
        Assert.Contains("<!doctype html>", File.ReadAllText(_file), StringComparison.OrdinalIgnoreCase);
        foreach (var words in (string[][])[["--html"], ["--html", "aa01", "bb02"], ["--html", "--format", "csv", "aa01"], ["aa01"]])
            Assert.NotEqual(ExitCodes.Ok, _bench.Run(["export", .. words]).Exit);
    }

    [Fact]
    public void A_file_is_its_owner_s_alone()
    {
        _bench.Record("aa01");
        var run = _bench.Run("export", "--format", "har", "-o", _file);
        Assert.Equal((0, "", "exported 2 calls\n"), (run.Exit, run.Out, run.Error));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        using var archive = JsonDocument.Parse(File.ReadAllText(_file));
        Assert.Equal(2, archive.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength());
    }

    [Theory]
    [InlineData(125, "MB4601", "--format", "csv", "--to", "tcp://127.0.0.1:1")]
    [InlineData(125, "MB4601", "--format", "otlp", "--to", "http://127.0.0.1:1", "-o", "x")]
    [InlineData(125, "MB4601", "--format", "syslog", "--to", "tcp://127.0.0.1:1", "--ca", "x")]
    [InlineData(125, "MB4601", "--format", "syslog", "--gzip")]
    [InlineData(125, "MB4602", "--format", "syslog", "--to", "http://127.0.0.1:1")]
    [InlineData(125, "MB4610", "--format", "syslog", "--to", "tls://127.0.0.1:1", "--ca", "/dev/null")]
    [InlineData(1, "MB4603", "--format", "csv", "-o", "/dev/full")]
    [InlineData(1, "MB4604", "--format", "syslog", "--to", "unix:/nowhere/socket")]
    [InlineData(127, "MB4101", "--format", "csv", "zz")]
    public void What_cannot_be_done_has_a_code_and_a_next_step(int exit, string code, params string[] arguments)
    {
        _bench.Record("aa01");
        var run = _bench.Run(["export", .. arguments]);
        Assert.Equal(exit, run.Exit);
        Assert.StartsWith($"error: {code} ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", run.Error, StringComparison.Ordinal);
    }
}
