using System.Text;
using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.RealInput;

/// <summary>The Inspector's CLI mode in front of mcpbox.</summary>
public sealed class InspectorTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("tools", "--method", "tools/list")]
    [InlineData("content", "--method", "tools/call", "--tool-name", "get-sum", "--tool-arg", "a=1", "--tool-arg", "b=2")]
    [InlineData("resources", "--method", "resources/list")]
    [InlineData("contents", "--method", "resources/read", "--uri", "demo://resource/static/document/features.md")]
    [InlineData("prompts", "--method", "prompts/list")]
    [InlineData("messages", "--method", "prompts/get", "--prompt-name", "args-prompt", "--prompt-args", "city=Zürich")]
    public async Task The_Inspector_shows_the_same_as_without_mcpbox(string key, params string[] method)
    {
        string[] server = [Programs.Node, Programs.NpmServer("everything")];
        var bare = await InspectAsync(server, method);
        // A configured server: the Inspector swallows the -- of any other command line.
        _box.ConfigureServer("everything", server);
        var boxed = await InspectAsync([Programs.McpBox, "run", "everything"], method);
        Assert.Equal(bare, boxed);
        using var answer = JsonDocument.Parse(boxed);
        Assert.NotEqual(0, answer.RootElement.GetProperty(key).GetArrayLength());
        Assert.Contains(_box.Journal().ClientToServer, record => record.Text.Contains($"\"{method[1]}\"", StringComparison.Ordinal));
    }

    private async Task<string> InspectAsync(IReadOnlyList<string> server, string[] method)
    {
        // The Inspector hands its server a few variables of its own choice, and what -e names.
        var environment = _box.Environment.SelectMany(variable => (string[])["-e", $"{variable.Key}={variable.Value}"]);
        await using var session = _box.Start(
            [Programs.Node, Programs.Client("node_modules/@modelcontextprotocol/inspector/cli/build/cli.js"), .. environment, "--cli", .. server, .. method]);
        session.CloseInput();
        var output = Encoding.UTF8.GetString(await session.ReadToEndAsync());
        var code = await session.ExitCodeAsync();
        Assert.True(code == 0, $"the Inspector ended with {code}: {output}{session.Stderr}");
        return output;
    }
}
