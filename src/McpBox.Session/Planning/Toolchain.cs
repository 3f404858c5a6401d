using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>The part of the host that every sandbox sees read-only at its own paths.</summary>
internal static class Toolchain
{
    /// <summary>What PATH is inside; the folders of interpreters that are mounted come in front.</summary>
    public const string Path = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>
    /// Where a bare name is looked for after the caller's PATH, which a desktop program often does not hand on.
    /// </summary>
    public static IReadOnlyList<string> SearchPath { get; } =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>/usr, and the folders that are links into it on a merged-/usr system and real ones elsewhere.</summary>
    public static IReadOnlyList<string> Roots { get; } =
        ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>True for what the sandbox has without a mount.</summary>
    /// <param name="canonical">A canonical path: a link in /usr/local that leads out of /usr is not part of the toolchain.</param>
    public static bool Contains(string canonical) => Roots.Any(root => CanonicalPath.IsWithin(canonical, root));
}
