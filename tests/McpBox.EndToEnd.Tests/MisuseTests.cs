using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests;

/// <summary>What was typed wrongly is said on stderr, without a page of help.</summary>
public sealed class MisuseTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("log show last --nope", "MB5015")]
    [InlineData("log grep", "MB4403")]
    [InlineData("log list --since yesterdayish", "MB4402")]
    [InlineData("ps --nope", "MB5015")]
    [InlineData("gc extra", "MB5015")]
    public async Task A_misused_option_is_one_line_with_a_code_and_a_hint(string words, string code)
    {
        await using var session = _box.Start([Programs.McpBox, .. words.Split(' ')]);
        session.CloseInput();
        Assert.Empty(await session.ReadToEndAsync());
        Assert.NotEqual(0, await session.ExitCodeAsync());
        var lines = session.Stderr.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains($" {code} ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("hint: ", lines[1], StringComparison.Ordinal);
    }
}
