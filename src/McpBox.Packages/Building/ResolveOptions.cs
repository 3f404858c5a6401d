namespace McpBox.Packages.Building;

/// <summary>What a user allows while versions are chosen.</summary>
/// <param name="MinAge">Versions that were published more recently do not exist; zero for no gate.</param>
/// <param name="AllowDeprecated">Deprecated or yanked versions may be chosen.</param>
/// <param name="Scripts">The packages' own build scripts are run, in a sandbox without network.</param>
/// <param name="Said">A line for whoever watches; hostile text.</param>
public sealed record ResolveOptions(TimeSpan MinAge, bool AllowDeprecated, bool Scripts, Action<string>? Said);

/// <summary>How a build is watched.</summary>
/// <param name="Said">A line for whoever watches; hostile text.</param>
public sealed record BuildOptions(Action<string>? Said);
