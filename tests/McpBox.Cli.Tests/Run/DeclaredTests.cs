using McpBox.Cli.Run;
using McpBox.Profiles;

namespace McpBox.Cli.Tests.Run;

public sealed class DeclaredTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("mcpbox-declared-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Of_a_command_line_the_first_word_is_the_program()
    {
        var server = Find(new RunArguments(null, null, null, null, [], null, ["node", "x.js"]));
        Assert.Equal(("node", "x.js"), (server.Command, Assert.Single(server.Args)));
    }

    [Fact]
    public void Of_an_image_all_words_go_to_its_entry_point()
    {
        var server = Find(new RunArguments(null, null, null, "mcp/time", [], null, ["--zone", "UTC"]));
        Assert.Null(server.Command);
        Assert.Equal(["--zone", "UTC"], server.Args);
        Assert.Equal("mcp/time", server.Profile.Container.Image);
        Assert.Empty(Find(new RunArguments(null, null, null, "mcp/time", [], null, [])).Args);
    }

    [Fact]
    public void A_profile_without_an_image_is_nothing_to_run_by_itself()
    {
        var (server, exitCode) = Declared.Find(Load(), new RunArguments(null, "strict", null, null, [], null, []));
        Assert.Equal(("MB5001", ExitCodes.Internal), (Assert.Single(server.Problems).Code, exitCode));
    }

    private ServerDefinition Find(RunArguments arguments) => Declared.Find(Load(), arguments).Server.Value!;

    private Configuration Load() => Configuration.Load(
        ConfigurationLocations.FromEnvironment(name => name == "HOME" ? _home : null, Posix.Files.Caller.EffectiveUserId()), _home);
}
