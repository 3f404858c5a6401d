using McpBox.Cli.Run;

namespace McpBox.Cli.Tests.Run;

public sealed class RunArgumentsTests
{
    [Fact]
    public void Nothing_to_run_is_refused() =>
        Assert.Equal("MB5001", new RunArguments(null, null, null, null, [], null, []).Conflict()?.Code);

    [Fact]
    public void An_image_or_a_profile_that_may_name_one_is_something_to_run()
    {
        Assert.Null(new RunArguments(null, null, null, "mcp/time", [], null, []).Conflict());
        Assert.Null(new RunArguments(null, "time", null, null, [], null, []).Conflict());
    }

    [Fact]
    public void A_profile_beside_a_configured_server_is_refused() =>
        Assert.Equal("MB5002", new RunArguments("files", "node", null, null, [], null, []).Conflict()?.Code);

    [Fact]
    public void A_server_with_extra_arguments_and_a_command_line_with_a_profile_are_fine()
    {
        Assert.Null(new RunArguments("files", null, null, null, [], null, ["--verbose"]).Conflict());
        Assert.Null(new RunArguments(null, "node", null, null, [], null, ["node", "x.js"]).Conflict());
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
        var mount = Assert.Single(new RunArguments(null, null, null, null, [option], null, ["x"]).MountDeclarations("/here"));
        Assert.Equal((source, writable, false), (mount.Source, mount.Writable, mount.AllowSensitive));
    }
}
