using System.CommandLine;
using McpBox.Cli.Log;
using McpBox.Cli.Replay;
using McpBox.Cli.Sessions;

namespace McpBox.Cli.Tests;

public sealed class UsageMistakeTests
{
    [Theory]
    [InlineData("log show last --nope", "'--nope'", "mcpbox log show --help")]
    [InlineData("log list extra", "'extra'", "mcpbox log list --help")]
    [InlineData("log tail -n many", "'many'", "mcpbox log tail --help")]
    [InlineData("log verify", "Name one SESSION or FILE", "mcpbox log verify --help")]
    [InlineData("log diff last", "diff", "mcpbox log diff --help")]
    [InlineData("log nope", "'nope'", "mcpbox log --help")]
    [InlineData("ps --nope", "'--nope'", "mcpbox ps --help")]
    [InlineData("replay", "replay", "mcpbox replay --help")]
    [InlineData("nope", "'nope'", "mcpbox --help")]
    public void What_no_command_takes_is_one_line_with_a_next_step(string words, string named, string help)
    {
        var lines = UsageMistake.Of(Root().Parse(words))!.ToString().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("(command line): MB5015 the command line cannot be read: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.Equal($"hint: `{help}` lists what it takes", lines[1]);
    }

    [Theory]
    [InlineData("log show --help")]
    [InlineData("log show last")]
    [InlineData("log")]
    [InlineData("")]
    public void Help_that_was_asked_for_and_a_group_alone_are_no_mistakes(string words) => Assert.Null(UsageMistake.Of(Root().Parse(words)));

    [Fact]
    public void A_mistaken_word_commands_no_terminal() => Assert.DoesNotContain('\u001b', UsageMistake.Of(Root().Parse(["ps", "\u001b[2J"]))!.ToString());

    private static RootCommand Root() => new("x") { LogCommand.Create(static _ => null, TimeProvider.System), ReplayCommand.Create([]), PsCommand.Create() };
}
