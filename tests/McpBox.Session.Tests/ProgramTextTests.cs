using System.Runtime.Versioning;
using McpBox.Posix.Processes;

namespace McpBox.Session.Tests;

[SupportedOSPlatform("linux")]
public sealed class ProgramTextTests
{
    [Fact]
    public void Code_that_was_let_go_runs_again_when_it_is_called()
    {
        Assert.True(ProgramText.Release() > 0);
        Assert.Equal(3, int.Parse("3", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(ProgramText.Release() > 0);
    }

    [Theory]
    [InlineData("55d0c0a00000-55d0c1200000 r-xp 00200000 fe:00 1234                       /usr/bin/mcpbox", true)]
    [InlineData("55d0c1200000-55d0c1300000 r--p 00a00000 fe:00 1234                       /usr/bin/mcpbox", false)]
    [InlineData("55d0c1300000-55d0c1400000 rw-p 00b00000 fe:00 1234                       /usr/bin/mcpbox", false)]
    [InlineData("7f0000000000-7f0000001000 r-xs 00000000 00:01 99                         /memfd:doublemapper (deleted)", false)]
    [InlineData("7f0000000000-7f0000001000 rwxp 00000000 00:00 0", false)]
    [InlineData("7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]", false)]
    [InlineData("nonsense", false)]
    public void Only_code_of_files_is_let_go_for_data_may_have_been_written_to(string line, bool let) =>
        Assert.Equal(let, ProgramText.Code(line) is not null);
}
