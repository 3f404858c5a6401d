using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.RealInput;

/// <summary>
/// The TypeScript SDK's client and the four npm servers: initialize, tools, resources, prompts, completion, progress, cancellation, logging, and
/// requests from the server, as far as each server has them.
/// </summary>
public sealed class TypeScriptClientTests : IDisposable
{
    private readonly Box _box = new();

    public static TheoryData<string> Servers => NpmServer.Names;

    public void Dispose() => _box.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_server_gives_the_client_the_same_answers_as_without_mcpbox(string name)
    {
        var bare = await DriveAsync(name, NpmServer.At(name, Fresh()).Bare);
        var boxed = await DriveAsync(name, NpmServer.At(name, Fresh()).ConfigureIn(_box));
        Assert.StartsWith("{\"server\":", bare, StringComparison.Ordinal);
        Assert.Equal(bare, boxed);
    }

    /// <summary>Both ends are recorded by a program that is not mcpbox; the journal must say the same to the byte.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_journal_holds_what_client_and_server_wrote_byte_for_byte(string name)
    {
        var server = NpmServer.At(name, Fresh());
        var inside = Box.RunCommand(_box.Recorded("server", server.Bare), "--mount", $"{_box.Shared}:rw", "--mount", NpmServer.Modules);
        await DriveAsync(name, _box.Recorded("client", inside));

        var journal = _box.Journal();
        Assert.NotEmpty(_box.Recording("client.in"));
        Assert.Equal(_box.Recording("client.in"), _box.Recording("server.in"));
        Assert.Equal(_box.Recording("client.in"), journal.ForwardedToServer);
        Assert.Equal(_box.Recording("server.out"), _box.Recording("client.out"));
        Assert.Equal(_box.Recording("server.out"), journal.ForwardedToClient);
        Assert.All(journal.ClientToServer.Concat(journal.ServerToClient), record => Assert.Equal("forward", record.Verdict));
        await _box.OutputOfAsync("log", "verify", _box.JournalPath());
    }

    /// <summary>What the test above compares is the whole protocol, not some of it.</summary>
    [Fact]
    public async Task Every_feature_of_the_protocol_goes_over_the_wire()
    {
        await DriveAsync("everything", NpmServer.At("everything", _box.Shared).ConfigureIn(_box));
        string[] fromClient =
        [
            "initialize", "notifications/initialized", "ping", "tools/list", "tools/call", "resources/list", "resources/templates/list",
            "resources/read", "resources/subscribe", "resources/unsubscribe", "prompts/list", "prompts/get", "completion/complete",
            "logging/setLevel", "notifications/cancelled",
        ];
        string[] fromServer =
        [
            "roots/list", "sampling/createMessage", "elicitation/create", "notifications/progress", "notifications/message",
            "notifications/resources/updated",
        ];
        var journal = _box.Journal();
        Assert.Empty(fromClient.Except(journal.ClientToServer.Select(record => record.Method), StringComparer.Ordinal));
        Assert.Empty(fromServer.Except(journal.ServerToClient.Select(record => record.Method), StringComparer.Ordinal));
        Assert.DoesNotContain(journal.Records, record => record.Verdict == "synthetic");
    }

    /// <summary>The same folder each time, empty: its name stands in answers that are compared.</summary>
    private string Fresh()
    {
        var folder = Path.Combine(_box.Shared, "data");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private async Task<string> DriveAsync(string scenario, IReadOnlyList<string> command)
    {
        await using var drive = _box.Start(
            [Programs.Node, Programs.Client("drive.mjs"), scenario, "--folder", Path.Combine(_box.Shared, "data"), "--", .. command]);
        var result = Encoding.UTF8.GetString(await drive.ReadToEndAsync());
        var code = await drive.ExitCodeAsync();
        Assert.True(code == 0, $"drive.mjs ended with {code}: {drive.Stderr}");
        return result;
    }
}
