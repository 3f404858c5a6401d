using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Redaction;

/// <summary>What stands in a folder from elsewhere says of the journal, through the real program; and what the journal says of who ran it.</summary>
public sealed class ProjectTests : IDisposable
{
    private readonly Box _box = new();

    public ProjectTests() => _box.ConfigureServer("echo", [Programs.Stub("echo")]);

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("bodies = \"full\"")]
    [InlineData("redact_keys = []")]
    public async Task A_project_cannot_make_the_journal_keep_a_secret(string looser)
    {
        var (exit, stderr) = await RunInProjectAsync($"[journal]\n{looser}\n");
        if (exit == 0)
            Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(_box.JournalPath()), StringComparison.Ordinal);
        else
            Assert.Contains("mcpbox.toml:2:", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_may_have_less_kept()
    {
        var (exit, stderr) = await RunInProjectAsync("[journal]\nbodies = \"none\"\n");
        Assert.True(exit == 0, stderr);
        Assert.All(_box.Journal().ClientToServer, static record => Assert.Equal("null", record.Text));
    }

    [Fact]
    public async Task The_manifest_says_who_ran_it_and_where()
    {
        var (exit, stderr) = await RunInProjectAsync("");
        Assert.True(exit == 0, stderr);
        using var record = JsonDocument.Parse(File.ReadLines(_box.JournalPath()).First());
        var manifest = record.RootElement.GetProperty("data");
        Assert.Equal(Environment.UserName, manifest.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(Environment.IsPrivilegedProcess, manifest.GetProperty("user").GetProperty("uid").GetInt64() == 0);
        var host = manifest.GetProperty("host");
        Assert.Equal(Environment.MachineName, host.GetProperty("name").GetString());
        Assert.Contains("Linux", host.GetProperty("os").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(host.GetProperty("arch").GetString()!);
    }

    private async Task<(int Exit, string Stderr)> RunInProjectAsync(string toml)
    {
        var project = Directory.CreateDirectory(Path.Combine(_box.Shared, "project")).FullName;
        Directory.CreateDirectory(Path.Combine(project, ".git"));
        await File.WriteAllTextAsync(Path.Combine(project, "mcpbox.toml"), toml);
        await using var session = RawSession.Start([Programs.McpBox, "run", "echo"], _box.Environment, project);
        await session.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"password":"hunter2"}}""" + "\n");
        session.CloseInput();
        await session.ReadToEndAsync();
        return (await session.ExitCodeAsync(), session.Stderr);
    }
}
