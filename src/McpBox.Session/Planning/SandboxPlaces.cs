using McpBox.Posix.Files;

namespace McpBox.Session.Planning;

/// <summary>Paths inside the sandbox that belong to it and that no mount may replace.</summary>
/// <param name="closed">Neither they nor anything in them may be a mount's target.</param>
/// <param name="open">Mount points below them are fine.</param>
/// <param name="present">Folders that exist in every such sandbox without being the host's.</param>
/// <param name="presentBelow">The same, with everything in them that may be there.</param>
internal sealed class SandboxPlaces(string[] closed, string[] open, string[] present, string[] presentBelow)
{
    public const string Home = "/home/mcp";
    public const string Temporary = "/tmp";

    // Where mcpbox's own channels and its init stand in a container.
    private const string Channels = "/run/mcpbox";
    private const string Init = "/run/mcpbox-init";

    /// <summary>
    /// Beside the host's programs. A mount in a closed place would change what every other control relies on (the loader's
    /// configuration, the masked parts of /proc, the programs).
    /// </summary>
    public static SandboxPlaces OfHost { get; } = new(
        ["/proc", "/sys", "/dev", "/etc", .. Toolchain.Roots], [Temporary, Home], ["/", "/home", Home, Temporary], []);

    /// <summary>In an image, whose programs and settings are nothing that the host relies on.</summary>
    public static SandboxPlaces OfImage { get; } = new(
        ["/proc", "/sys", "/dev", Channels, Init], ["/etc", Temporary, Home], ["/", "/home", Home, Temporary],
        ["/proc", "/sys", "/dev", "/etc", "/run", .. Toolchain.Roots]);

    public static SandboxPlaces For(PlanRequest request) => request.Image is null ? OfHost : OfImage;

    /// <summary>The place that a mount at <paramref name="target"/> would replace or change, or null.</summary>
    public string? BrokenBy(string target) =>
        Array.Find(closed, place => CanonicalPath.IsWithin(target, place) || CanonicalPath.IsWithin(place, target))
        ?? Array.Find(open, place => CanonicalPath.IsWithin(place, target));

    /// <summary>True for a place that is there without being the host's.</summary>
    public bool Has(string inside) =>
        present.Contains(inside, StringComparer.Ordinal) || Array.Exists(presentBelow, place => CanonicalPath.IsWithin(inside, place));
}
