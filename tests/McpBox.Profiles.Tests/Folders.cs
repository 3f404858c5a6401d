using McpBox.Posix.Files;

namespace McpBox.Profiles.Tests;

/// <summary>A home folder, a configuration and a project of a test's own.</summary>
public sealed class Folders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mcpbox-profiles-");

    public Folders()
    {
        Directory.CreateDirectory(Project);
        Directory.CreateDirectory(Path.Combine(Project, ".git"));
        Locations = ConfigurationLocations.FromEnvironment(name => name == "HOME" ? Home : null, Caller.EffectiveUserId());
    }

    public string Home => _root.FullName;

    public string Project => Path.Combine(Home, "project");

    public string ConfigFile => Path.Combine(Home, ".config", "mcpbox", "config.toml");

    public string ProjectFile => Path.Combine(Project, "mcpbox.toml");

    public ConfigurationLocations Locations { get; set; }

    public string ProfileFile(string name) => Path.Combine(Home, ".config", "mcpbox", "profiles", name + ".toml");

    /// <summary>Writes a file which only its owner may change, whatever the umask is.</summary>
    public Folders With(string path, string text)
    {
        var config = Path.Combine(Home, ".config", "mcpbox");
        foreach (var folder in new[] { config, Path.Combine(config, "profiles"), Path.GetDirectoryName(path)! })
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this;
    }

    public Folders WithProfile(string name, string text) => With(ProfileFile(name), text);

    public Folders WithConfig(string text) => With(ConfigFile, text);

    public Folders WithProject(string text) => With(ProjectFile, text);

    public Configuration Load(string? currentDirectory = null) => Configuration.Load(Locations, currentDirectory ?? Project);

    /// <summary>The profile <c>mine</c> of this text, which must be without problems.</summary>
    public Profile Read(string text)
    {
        var resolution = WithProfile("mine", text).Load().FindProfile("mine");
        Assert.Empty(resolution.Problems);
        return resolution.Value!;
    }

    /// <summary>The problems of a profile of this text.</summary>
    public Problem[] ProblemsOf(string text) => [.. WithProfile("mine", text).Load().Problems];

    /// <summary>The only problem of a profile of this text.</summary>
    public Problem ProblemOf(string text) => Assert.Single(ProblemsOf(text));

    public ServerDefinition Server(string name)
    {
        var resolution = Load().FindServer(name);
        Assert.Empty(resolution.Problems);
        return resolution.Value!;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
