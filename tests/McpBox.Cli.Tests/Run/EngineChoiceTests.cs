using McpBox.Cli.Run;
using McpBox.Profiles;

namespace McpBox.Cli.Tests.Run;

public sealed class EngineChoiceTests
{
    [Theory]
    [InlineData(null, "auto", null, "bubblewrap", "profile: auto")]
    [InlineData(null, "auto", "mcp/time", "docker", "profile: auto, an image is named")]
    [InlineData("auto", "bubblewrap", "mcp/time", "docker", "--engine: auto, an image is named")]
    [InlineData(null, "bubblewrap", null, "bubblewrap", "profile: bubblewrap")]
    [InlineData("bubblewrap", "docker", null, "bubblewrap", "--engine: bubblewrap")]
    [InlineData(null, "docker", "mcp/time", "docker", "profile: docker")]
    public void An_engine_comes_with_the_reason_for_it(string? option, string profile, string? image, string engine, string reason)
    {
        var choice = EngineChoice.Of(option, Profile(profile, image), linux: true);
        Assert.Null(choice.Problem);
        Assert.Equal(engine, choice.Name);
        Assert.StartsWith(reason, choice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chroot", null, "MB5003")]
    [InlineData("", null, "MB5003")]
    [InlineData("docker", null, "MB5011")]
    [InlineData("bubblewrap", "mcp/time", "MB5012")]
    public void An_engine_that_cannot_do_it_is_refused_and_not_replaced(string option, string? image, string code)
    {
        var choice = EngineChoice.Of(option, Profile("auto", image), linux: true);
        Assert.Equal("", choice.Name);
        Assert.Equal(code, choice.Problem?.Code);
    }

    [Fact]
    public void Docker_without_an_image_says_where_to_name_one()
    {
        var hint = EngineChoice.Of("docker", Profile("auto", null), linux: true).Problem!.Hint;
        Assert.Contains("--image", hint, StringComparison.Ordinal);
        Assert.Contains("[container]", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_than_on_Linux_only_images_run()
    {
        Assert.Equal("docker", EngineChoice.Of(null, Profile("auto", "mcp/time"), linux: false).Name);
        Assert.Equal("MB5011", EngineChoice.Of(null, Profile("auto", null), linux: false).Problem?.Code);
        Assert.Equal("MB5013", EngineChoice.Of("bubblewrap", Profile("auto", null), linux: false).Problem?.Code);
    }

    private static Profile Profile(string engine, string? image) => new()
    {
        Name = "strict",
        Origin = Origin.CommandLine,
        Engine = engine,
        Container = new ContainerSection { Image = image },
    };
}
