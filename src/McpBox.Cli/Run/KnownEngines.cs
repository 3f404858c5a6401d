using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap;
using McpBox.Engines.Docker;
using McpBox.Engines.Docker.Images;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Cli.Run;

/// <summary>The engines that there are.</summary>
internal static class KnownEngines
{
    /// <summary>Each engine, and how it is reached; that, or the first question, may fail with a <see cref="SandboxException"/>.</summary>
    public static ImmutableArray<(string Name, Func<ISandboxEngine> Reach)> All { get; } =
        [(EngineChoice.Bubblewrap, static () => new BubblewrapEngine()), (EngineChoice.Docker, OpenDocker)];

    /// <summary>The engine that was chosen, ready to be used, and what the image says of itself where one is to be run.</summary>
    /// <param name="image">Reference; null for none.</param>
    /// <exception cref="SandboxException">The engine cannot be reached, or does not have the image.</exception>
    public static (ISandboxEngine Engine, ImageFacts? Image) Open(EngineChoice choice, string? image) => choice.Name switch
    {
        EngineChoice.Bubblewrap => (new BubblewrapEngine(), null),
        EngineChoice.Docker when image is not null => (OpenDocker(), Look(image, record: true)),
        _ => throw new ArgumentException($"Nothing opens {choice.Name}.", nameof(choice)),
    };

    /// <summary>What an image says of itself, on the daemon that is meant.</summary>
    /// <param name="record">True when it will be run: what its tag means now is what it means from then on.</param>
    /// <exception cref="SandboxException">The daemon cannot be reached, or does not have the image.</exception>
    public static ImageFacts Look(string image, bool record)
    {
        var found = DaemonImages.Open(CallerEnvironment.Read(), CallerEnvironment.Home(), TimeProvider.System).Resolve(image, record);
        return new ImageFacts(new PlanImage(image, found.Digest, found.Id))
        {
            Entrypoint = found.Entrypoint,
            DefaultArguments = found.Cmd,
            Environment = found.Env,
            WorkingDirectory = found.WorkingDir,
            MovedTo = found.MovedTo,
        };
    }

    private static DockerEngine OpenDocker() => new(CallerEnvironment.Read(), CallerEnvironment.Home(), GuardProgram.Own());
}
