namespace McpBox.Profiles.Schema;

/// <summary>Where a key may stand.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>A profile, or a server's overrides of its profile.</summary>
    User = 1,

    /// <summary>A project's <c>mcpbox.toml</c>, which may only tighten.</summary>
    Project = 2,
}
