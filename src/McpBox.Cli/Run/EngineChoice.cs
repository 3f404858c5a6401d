using McpBox.Engines.Bubblewrap;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Run;

/// <summary>Why an engine was chosen, or why none can be.</summary>
internal sealed record EngineReason(string Reason, Problem? Problem = null);

/// <summary>Which engine runs a plan. There is no second choice: an engine that cannot be used is a refusal, never a weaker one.</summary>
internal static class EngineChoice
{
    /// <param name="option"><c>--engine</c>, null when not given.</param>
    /// <param name="profile">The profile's <c>engine</c>.</param>
    public static (ISandboxEngine? Engine, EngineReason Why) Choose(string? option, string profile)
    {
        var name = option ?? profile;
        var source = option is null ? "profile" : "--engine";
        return name switch
        {
            _ when !OperatingSystem.IsLinux() => Refuse(
                "MB5005", "this version of mcpbox sandboxes on Linux only", "run it on Linux; log and profile work everywhere"),
            "bubblewrap" => (new BubblewrapEngine(), new EngineReason($"{source}: bubblewrap")),
            "auto" => (new BubblewrapEngine(), new EngineReason($"{source}: auto, bubblewrap on Linux")),
            "docker" => Refuse("MB5004", "the docker engine does not exist in this version of mcpbox", "use engine = \"bubblewrap\" or \"auto\""),
            _ => Refuse("MB5003", $"there is no engine \"{name}\"", "use bubblewrap, docker or auto"),
        };
    }

    private static (ISandboxEngine? Engine, EngineReason Why) Refuse(string code, string message, string hint) =>
        (null, new EngineReason("", new Problem(Origin.CommandLine, code, message, hint)));
}
