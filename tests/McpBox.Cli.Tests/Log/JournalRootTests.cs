using McpBox.Cli.Log;

namespace McpBox.Cli.Tests.Log;

public sealed class JournalRootTests
{
    [Theory]
    [InlineData("/state", "/home/me", "/state/mcpbox/journal")]
    [InlineData("state", "/home/me", "/home/me/.local/state/mcpbox/journal")]
    [InlineData("", "/home/me", "/home/me/.local/state/mcpbox/journal")]
    [InlineData(null, "/home/me", "/home/me/.local/state/mcpbox/journal")]
    public void The_journal_lies_in_the_state_folder_of_the_user(string? state, string home, string expected) =>
        Assert.Equal(expected, JournalRoot.FromEnvironment(name => name == "HOME" ? home : state));
}
