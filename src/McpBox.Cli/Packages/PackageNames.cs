using McpBox.Packages.Specs;

namespace McpBox.Cli.Packages;

/// <summary>Words after <c>mcpbox run</c> that can only be a package.</summary>
internal static class PackageNames
{
    private const int MaxServerName = 64;

    /// <summary>True for what has a registry's prefix, a scope or a version. A bare word is a server's name.</summary>
    public static bool IsSpec(string text) => text.IndexOfAny([':', '@', '/']) >= 0;

    /// <summary>What a session of it is called: the package's name without scope and version, as journals and cgroups take it.</summary>
    public static string ServerName(PackageSpec spec)
    {
        var name = spec.Name[(spec.Name.LastIndexOf('/') + 1)..];
        return name.Length > MaxServerName ? name[..MaxServerName] : name;
    }
}
