using McpBox.Profiles.Schema;

namespace McpBox.Profiles;

/// <summary>A profile as TOML 1.0 text.</summary>
public static class ProfileToml
{
    /// <summary>
    /// Every key with its value, <c>extends</c> resolved: read as a profile of its own, it is the same profile again. Everything that
    /// a terminal could act on is escaped as TOML escapes it.
    /// </summary>
    public static string Write(Profile profile) => Schemas.Profile.Write(profile);
}
