using System.Diagnostics;
using System.Text.Json;

namespace McpBox.Export.Tests.Formats;

/// <summary>Archives as the schema of HAR 1.2 sees them (npm's har-validator).</summary>
public sealed class HarTests
{
    [Fact]
    public void The_schema_finds_nothing_wrong_with_any_kind_of_call() => Check(Written.As(ExportFormat.Har, Calls.Read(), Calls.Denied(), Calls.Failed(), Calls.Failed() with { IsToolError = true, ErrorCode = null }));

    [Fact]
    public void Nothing_to_export_is_an_empty_archive() => Check(Written.As(ExportFormat.Har));

    [Fact]
    public void Messages_stand_where_viewers_look_for_them_and_only_when_asked_for()
    {
        var call = Calls.Read() with { Request = """{"id":2}""", Response = """{"id":2,"result":{}}""" };
        var archive = Written.As(ExportFormat.Har, bodies: true, call);
        Check(archive);
        using var json = JsonDocument.Parse(archive);
        var entry = json.RootElement.GetProperty("log").GetProperty("entries")[0];
        Assert.Equal(call.Request, entry.GetProperty("request").GetProperty("postData").GetProperty("text").GetString());
        Assert.Equal(call.Response, entry.GetProperty("response").GetProperty("content").GetProperty("text").GetString());
    }

    [Fact]
    public void The_schema_finds_something_when_there_is_something()
    {
        var broken = Written.As(ExportFormat.Har, Calls.Read()).Replace("\"startedDateTime\"", "\"x\"", StringComparison.Ordinal);
        Assert.Contains("startedDateTime", Validate(broken).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_are_percent_encoded_in_urls_and_leave_the_archive_whole()
    {
        var archive = Written.As(ExportFormat.Har, [.. Calls.HostileNames.Select(static row => Calls.Hostile(row.Data))]);
        Check(archive);
        using var json = JsonDocument.Parse(archive);
        var entries = json.RootElement.GetProperty("log").GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(Calls.HostileNames.Select(static row => row.Data), entries.Select(static entry => entry.GetProperty("_mcp").GetProperty("tool").GetString()));
        Assert.All(entries, static entry => Assert.Matches("^mcp\\+stdio://[A-Za-z0-9._~%-]*/[A-Za-z0-9._~%/-]*$", entry.GetProperty("request").GetProperty("url").GetString()));
    }

    [Fact]
    public void What_was_reached_and_refused_is_the_entrys_comment()
    {
        var archive = Written.As(ExportFormat.Har, Calls.Reached("evil\n.example"));
        Check(archive);
        using var json = JsonDocument.Parse(archive);
        var entry = json.RootElement.GetProperty("log").GetProperty("entries")[0];
        Assert.Equal("reached api.example.com:443; refused evil%0A.example/MB7101", entry.GetProperty("comment").GetString());
        Assert.Equal(1200, entry.GetProperty("_mcp").GetProperty("downstream").GetProperty("connections")[0].GetProperty("sent").GetInt64());
    }

    private static void Check(string archive)
    {
        var (exit, output) = Validate(archive);
        Assert.True(exit == 0, output);
    }

    private static (int Exit, string Output) Validate(string archive)
    {
        var script = Path.Combine(Repository(), "tests", "receivers", "check-har.mjs");
        Assert.True(Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules")), "scripts/fixtures.sh installs what this test needs");
        using var node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        node.StandardInput.Write(archive);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return (node.ExitCode, output);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpBox.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run inside the repository.");
        return folder;
    }
}
