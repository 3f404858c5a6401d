
namespace McpBox.Profiles;

/// <summary>Where the caller's configuration is, from the environment alone; nothing is read yet.</summary>
public sealed record ConfigurationLocations
{
    /// <summary>The caller's home folder, absolute; null when HOME is unset or relative.</summary>
    public string? Home { get; init; }

    /// <summary><c>$XDG_CONFIG_HOME/mcpbox</c>, else <c>~/.config/mcpbox</c>; null without either: only shipped profiles exist.</summary>
    public string? Folder { get; init; }

    /// <summary>uid; files of root and of this one are believed.</summary>
    public required uint Caller { get; init; }

    public string? ConfigFile => Folder is null ? null : Path.Combine(Folder, "config.toml");

    public string? ProfilesFolder => Folder is null ? null : Path.Combine(Folder, "profiles");

    public static ConfigurationLocations FromProcess() =>
        FromEnvironment(Environment.GetEnvironmentVariable, Posix.Files.Caller.EffectiveUserId());

    /// <summary>A relative XDG_CONFIG_HOME counts as unset (XDG Base Directory Specification 0.8), and so does a relative HOME.</summary>
    public static ConfigurationLocations FromEnvironment(Func<string, string?> variable, uint caller)
    {
        var home = Absolute(variable("HOME"));
        var configHome = Absolute(variable("XDG_CONFIG_HOME")) ?? (home is null ? null : Path.Combine(home, ".config"));
        return new ConfigurationLocations
        {
            Home = home,
            Folder = configHome is null ? null : Path.Combine(configHome, "mcpbox"),
            Caller = caller,
        };
    }

    private static string? Absolute(string? path) => path is not null && path.StartsWith('/') ? path : null;
}
