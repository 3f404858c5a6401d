using System.Text;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Redaction;

/// <summary>A server that prints the token it was given, in every place and way, through the published binary.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Token = "s3cr3t-Value+of/the~day";

    // sh's own words are the answers: a response with JSON inside its text, a stray line, stderr, and base64 within a longer text.
    private const string Server = """
        read line
        printf '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\\"x\\": \\"%s\\"}"},{"type":"text","text":"%s"}]}}\n' "$API_TOKEN" "$(printf 'user:%s!' "$API_TOKEN" | base64 -w0)"
        printf 'stray %s\n' "$API_TOKEN"
        printf 'stderr %s\n' "$API_TOKEN" >&2
        """;

    private readonly Box _box = new();

    public SecretTests()
    {
        _box.Environment["API_TOKEN"] = Token;
        _box.Configure($"[servers.leak]\ncommand = \"/bin/sh\"\nargs = [\"-c\", '''\n{Server}''']\n\n[servers.leak.environment]\npass = [\"API_TOKEN\"]\n");
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_server_that_prints_a_token_leaves_only_markers()
    {
        await using (var session = _box.Start([Programs.McpBox, "run", "leak"]))
        {
            await session.SendAsync($$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"q":"{{{{Token}}}}"}}}""" + "\n");
            session.CloseInput();
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Token}!"));
            Assert.Equal($$$"""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\"x\": \"{{{Token}}}\"}"},{"type":"text","text":"{{{base64}}}"}]}}""" + "\n", Encoding.UTF8.GetString(await session.ReadToEndAsync()));
            Assert.Equal(0, await session.ExitCodeAsync());
            Assert.Contains($"stderr {Token}", session.Stderr, StringComparison.Ordinal);
        }

        var journal = _box.Journal();
        Assert.Contains("\"q\":\"[redacted:secret:", Assert.Single(journal.ClientToServer).Text, StringComparison.Ordinal);
        Assert.Contains("{\\\"x\\\": \\\"[redacted:secret:", Assert.Single(journal.ServerToClient).Text, StringComparison.Ordinal);
        Assert.StartsWith("stray [redacted:secret:", Assert.Single(journal.Stray).Text, StringComparison.Ordinal);
        AssertNowhere(journal);
    }

    [Fact]
    public async Task Bodies_that_are_not_kept_are_nowhere()
    {
        File.AppendAllText(Path.Combine(_box.Environment["XDG_CONFIG_HOME"], "mcpbox/config.toml"), "\n[servers.leak.journal]\nbodies = \"none\"\n");
        await using (var session = _box.Start([Programs.McpBox, "run", "leak"]))
        {
            await session.RequestAsync(1);
            session.CloseInput();
            Assert.Contains(Token, Encoding.UTF8.GetString(await session.ReadToEndAsync()), StringComparison.Ordinal);
            Assert.Equal(0, await session.ExitCodeAsync());
        }

        Assert.Equal("null", Assert.Single(_box.Journal().ServerToClient).Text);
    }

    private void AssertNowhere(JournalRecording journal)
    {
        var bytes = Encoding.UTF8.GetBytes(Token);
        List<string> ways = [Token, Uri.EscapeDataString(Token), Convert.ToHexStringLower(bytes)];
        for (var shift = 0; shift < 3; shift++)
            ways.Add(Convert.ToBase64String([.. new byte[shift], .. bytes])[(shift + 3)..^4]);
        var files = Directory.GetFiles(_box.State, "*", SearchOption.AllDirectories).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));
        var texts = files.Concat(journal.Records.Select(record => record.Text)).ToList();
        Assert.All(ways, way => Assert.All(texts, text => Assert.DoesNotContain(way, text, StringComparison.Ordinal)));
    }
}
