using System.Collections.Immutable;

namespace McpBox.Packages.PyPi;

/// <summary>A project as an index has it (PEP 503, 592, 691, 700, 792). Hostile.</summary>
/// <param name="Status">PEP 792; null where the index says nothing.</param>
internal sealed record SimpleProject(ImmutableArray<SimpleFile> Files, string? Status);

/// <summary>One file of a project.</summary>
/// <param name="Address">Absolute, or relative to the page, as it stands there, without a fragment.</param>
/// <param name="Sha256">Lower-case hexadecimal; null where the index gives none.</param>
/// <param name="Uploaded">PEP 700; null where the index gives none.</param>
/// <param name="Yanked">The reason, perhaps empty; null for what is not yanked.</param>
internal sealed record SimpleFile(string Name, string Address, string? Sha256, string? RequiresPython, DateTimeOffset? Uploaded, string? Yanked)
{
    internal static string? Digest(string? hex) => hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? hex.ToLowerInvariant() : null;
}
