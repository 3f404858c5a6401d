using McpBox.Cli.Run;

namespace McpBox.Cli.Tests.Run;

public sealed class RunArgumentsTests
{
    [Fact]
    public void Nothing_to_run_is_refused() =>
        Assert.Equal("MB5001", new RunArguments(null, null, null, [], null, []).Conflict()?.Code);

    [Fact]
    public void A_profile_beside_a_configured_server_is_refused() =>
        Assert.Equal("MB5002", new RunArguments("files", "node", null, [], null, []).Conflict()?.Code);

    [Fact]
    public void A_server_with_extra_arguments_and_a_command_line_with_a_profile_are_fine()
    {
        Assert.Null(new RunArguments("files", null, null, [], null, ["--verbose"]).Conflict());
        Assert.Null(new RunArguments(null, "node", null, [], null, ["node", "x.js"]).Conflict());
    }

    [Theory]
    [InlineData("/a/b", "/a/b", false)]
    [InlineData("/a/b:ro", "/a/b", false)]
    [InlineData("/a/b:rw", "/a/b", true)]
    [InlineData("b:rw", "/here/b", true)]
    [InlineData("../b", "/b", false)]
    [InlineData("/a:x", "/a:x", false)]
    public void A_mount_is_read_only_unless_it_says_otherwise(string option, string source, bool writable)
    {
        var mount = Assert.Single(new RunArguments(null, null, null, [option], null, ["x"]).MountDeclarations("/here"));
        Assert.Equal((source, writable, false), (mount.Source, mount.Writable, mount.AllowSensitive));
    }

    [Theory]
    [InlineData(null, "auto", "auto")]
    [InlineData(null, "bubblewrap", "bubblewrap")]
    [InlineData("bubblewrap", "docker", "--engine")]
    public void An_engine_comes_with_the_reason_for_it(string? option, string profile, string reason)
    {
        var (engine, why) = EngineChoice.Choose(option, profile);
        Assert.Equal("bubblewrap", engine?.Name);
        Assert.Contains(reason, why.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker", "MB5004")]
    [InlineData("chroot", "MB5003")]
    [InlineData("", "MB5003")]
    public void An_engine_that_does_not_exist_is_refused_and_not_replaced(string option, string code)
    {
        var (engine, why) = EngineChoice.Choose(option, "auto");
        Assert.Null(engine);
        Assert.Equal(code, why.Problem?.Code);
    }
}
