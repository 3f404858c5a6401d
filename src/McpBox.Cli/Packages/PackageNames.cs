namespace McpBox.Cli.Packages;

/// <summary>Words after <c>mcpbox run</c> that can only be a package.</summary>
internal static class PackageNames
{
    /// <summary>True for what has a registry's prefix, a scope or a version. A bare word is a server's name.</summary>
    public static bool IsSpec(string text) => text.IndexOfAny([':', '@', '/']) >= 0;

    /// <summary>What a session of it is called: the package's name without scope and version.</summary>
    public static string ServerName(string spec)
    {
        var name = spec[(spec.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('#')[0];
        var version = name.IndexOf('@', 1);
        return (version < 0 ? name : name[..version]).Split('/')[^1];
    }
}
