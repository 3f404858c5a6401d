using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests;

public sealed class InitProgramTests : IDisposable
{
    private const UnixFileMode Good = (UnixFileMode)0b111_101_101;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpbox-init-");

    private string Program => Path.Combine(_folder.FullName, InitProgram.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_program_of_our_own_that_only_we_may_write_is_taken()
    {
        Make(Good);
        Assert.Equal(Program, InitProgram.Locate(Program, out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void A_missing_program_is_refused_with_its_place()
    {
        Assert.Null(InitProgram.Locate(Program, out var refusal));
        Assert.Equal("MB2301", refusal!.Code);
        Assert.Contains(Program, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_program_that_others_may_write_is_refused(UnixFileMode others)
    {
        Make(Good | others);
        Assert.Null(InitProgram.Locate(Program, out var refusal));
        Assert.Equal("MB2302", refusal!.Code);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherExecute)]
    [InlineData(UnixFileMode.OtherRead)]
    public void A_program_that_nobody_could_not_execute_is_refused(UnixFileMode missing)
    {
        Make(Good & ~missing);
        Assert.Null(InitProgram.Locate(Program, out var refusal));
        Assert.Equal("MB2303", refusal!.Code);
    }

    [Fact]
    public void It_is_looked_for_beside_the_running_program() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, InitProgram.FileName), InitProgram.Locate(out _));

    private void Make(UnixFileMode mode)
    {
        File.WriteAllText(Program, "#!/bin/false\n");
        File.SetUnixFileMode(Program, mode);
    }
}
