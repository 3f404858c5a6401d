using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>Paths inside the sandbox that belong to it and that no mount may replace.</summary>
internal static class SandboxPlaces
{
    public const string Home = "/home/mcp";
    public const string Temporary = "/tmp";

    // Neither they nor anything in them: a mount there would change what every other control relies on (the loader's configuration,
    // the masked parts of /proc, the programs).
    private static readonly string[] Closed = ["/proc", "/sys", "/dev", "/etc", .. Toolchain.Roots];

    // Mount points below them are fine.
    private static readonly string[] Open = [Temporary, Home];

    /// <summary>The place that a mount at <paramref name="target"/> would replace or change, or null.</summary>
    public static string? BrokenBy(string target) =>
        Array.Find(Closed, place => CanonicalPath.IsWithin(target, place) || CanonicalPath.IsWithin(place, target))
        ?? Array.Find(Open, place => CanonicalPath.IsWithin(place, target));

    /// <summary>True for a folder that exists in every sandbox without being the host's.</summary>
    public static bool Exists(string inside) =>
        inside is "/" or "/home" or Home or Temporary;
}
