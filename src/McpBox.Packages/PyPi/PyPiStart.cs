using System.Collections.Immutable;
using McpBox.Packages.Building;

namespace McpBox.Packages.PyPi;

/// <summary>What a started package has in its environment: its own packages for Pythons that it starts itself, which know nothing of the launcher.</summary>
internal static class PyPiStart
{
    public static readonly ImmutableSortedDictionary<string, string> Environment = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONNOUSERSITE"] = "1",
            ["PYTHONPATH"] = $"{StartCommand.FilesPlace}/site",
        });
}
