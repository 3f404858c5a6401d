using McpBox.Cli.Run;
using McpBox.Packages;
using McpBox.Packages.Building;
using McpBox.Packages.Npm;
using McpBox.Packages.NuGet;
using McpBox.Packages.PyPi;
using McpBox.Packages.Registries;
using McpBox.Packages.Specs;
using McpBox.Packages.Storing;
using McpBox.Posix.Files;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Cli.Packages;

/// <summary>Where packages are locked and kept, and who builds them: the composition root of packages.</summary>
internal static class PackageTools
{
    /// <summary><c>$XDG_DATA_HOME/mcpbox/packages</c>, else <c>~/.local/share/mcpbox/packages</c>; a relative XDG_DATA_HOME counts as unset.</summary>
    public static PackageStore Store { get; } = new(Canonical(StoreRoot), TimeProvider.System);

    private static string StoreRoot =>
        Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is ['/', ..] data ? data : Path.Combine(CallerEnvironment.Home(), ".local", "share"), "mcpbox", "packages");

    // Servers see the files at their own path: a link on the way (a home that lies elsewhere) is followed once, here.
    private static string Canonical(string path) => CanonicalPath.Of(path)
        ?? (Path.GetDirectoryName(path) is { } above ? Path.Combine(Canonical(above), Path.GetFileName(path)) : path);

    /// <summary><c>mcpbox.lock</c> beside config.toml.</summary>
    /// <exception cref="PackageException">There is no place for a configuration.</exception>
    public static string LockFile => ConfigurationLocations.FromProcess().Folder is { } folder
        ? Path.Combine(folder, McpBox.Packages.Locking.LockFile.Name)
        : throw new PackageException("MB6501", "there is no place for mcpbox.lock: HOME is unset", "set HOME, or XDG_CONFIG_HOME");

    /// <summary>The sandbox in which a server's package is built: the same engine and image as it will run in.</summary>
    /// <exception cref="PackageException">The engine cannot be used.</exception>
    public static IBuildSandbox Sandbox(Profile profile)
    {
        var choice = EngineChoice.Of(option: null, profile, OperatingSystem.IsLinux());
        if (choice.Problem is { } problem)
            throw new PackageException(problem.Code, problem.Message, problem.Hint);
        try
        {
            var (engine, image) = KnownEngines.Open(choice, profile.Container.Image);
            return new BuildSandbox(engine, image);
        }
        catch (SandboxException failure)
        {
            throw new PackageException(failure.Refusal);
        }
    }

    /// <exception cref="PackageException">The ecosystem's configuration cannot be used, or mcpbox cannot lock its packages.</exception>
    public static IEcosystem EcosystemOf(PackageSpec spec, IBuildSandbox sandbox) => spec.Ecosystem switch
    {
        Ecosystem.Npm => new NpmEcosystem(sandbox, NpmConfig.Read(CallerEnvironment.Read()), TimeProvider.System, Canonical(StoreRoot)),
        Ecosystem.PyPi => new PyPiEcosystem(sandbox, PipConfig.Read(CallerEnvironment.Read(), CallerEnvironment.Home()), new GatewayLimits(), TimeProvider.System, Canonical(StoreRoot)),
        Ecosystem.NuGet => new NuGetEcosystem(sandbox, NuGetConfig.Read(CallerEnvironment.Read(), CallerEnvironment.Home()), new GatewayLimits(), TimeProvider.System, Canonical(StoreRoot)),
        _ => throw new PackageException("MB6502", $"{spec} is of an ecosystem whose packages this version of mcpbox does not lock", "install it, then run its file: mcpbox run -- COMMAND; an image runs with mcpbox run --image"),
    };
}
