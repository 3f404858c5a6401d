using McpBox.Profiles;

namespace McpBox.Cli.Run;

/// <summary>Which engine runs a plan. There is no second choice: an engine that cannot be used is a refusal, never a weaker one.</summary>
/// <param name="Name">As <see cref="Sandbox.ISandboxEngine.Name"/>; empty where there is a problem.</param>
/// <param name="Reason">For the manifest.</param>
/// <param name="Problem">Why none can be chosen; null when one was.</param>
internal sealed record EngineChoice(string Name, string Reason, Problem? Problem = null)
{
    public const string Bubblewrap = "bubblewrap";
    public const string Docker = "docker";

    /// <param name="option"><c>--engine</c>, null when not given.</param>
    /// <param name="profile">What holds for the server, with the image of the command line.</param>
    /// <param name="linux">Whether this is Linux, where the host's programs can be sandboxed.</param>
    public static EngineChoice Of(string? option, Profile profile, bool linux)
    {
        var source = option is null ? "profile" : "--engine";
        var image = profile.Container.Image;
        return (option ?? profile.Engine) switch
        {
            "auto" when image is not null => new(Docker, $"{source}: auto, an image is named"),
            "auto" when linux => new(Bubblewrap, $"{source}: auto, no image is named and this is Linux"),
            "auto" => NoImage("the host's programs can be sandboxed on Linux only"),
            Bubblewrap when image is not null => Refuse(
                "MB5012", $"bubblewrap runs the host's programs, and the image {image} is named", "use engine auto or docker, or leave the image out"),
            Bubblewrap when !linux => Refuse("MB5013", "bubblewrap exists on Linux only", "name an image: a container runs wherever a daemon does"),
            Bubblewrap => new(Bubblewrap, $"{source}: bubblewrap"),
            Docker when image is null => NoImage("the docker engine runs images, and none is named"),
            Docker => new(Docker, $"{source}: docker"),
            var name => Refuse("MB5003", $"there is no engine \"{name}\"", "use bubblewrap, docker or auto"),
        };
    }

    private static EngineChoice NoImage(string message) =>
        Refuse("MB5011", message, "name one: mcpbox run --image REF, or image = \"REF\" under [container] of the profile or server");

    private static EngineChoice Refuse(string code, string message, string hint) =>
        new("", "", new Problem(Origin.CommandLine, code, message, hint));
}
