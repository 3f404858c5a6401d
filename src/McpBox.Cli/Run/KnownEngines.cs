using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Run;

/// <summary>The engines that there are.</summary>
internal static class KnownEngines
{
    /// <summary>Each engine, and how it is reached; that may fail with a <see cref="SandboxException"/>.</summary>
    public static ImmutableArray<(string Name, Func<ISandboxEngine> Reach)> All { get; } = [(EngineChoice.Bubblewrap, static () => new BubblewrapEngine())];

    /// <summary>The engine that was chosen, ready to be used, and what the image says of itself where one is to be run.</summary>
    /// <param name="image">Reference; null for none.</param>
    /// <exception cref="SandboxException">The engine cannot be reached, or does not have the image.</exception>
    public static (ISandboxEngine Engine, ImageFacts? Image) Open(EngineChoice choice, string? image) => choice.Name switch
    {
        EngineChoice.Bubblewrap => (new BubblewrapEngine(), null),
        _ => throw new SandboxException(new Refusal(
            "MB5004", $"the docker engine does not exist in this version of mcpbox, and {image} needs it", "use engine = \"bubblewrap\" or \"auto\"")),
    };
}
