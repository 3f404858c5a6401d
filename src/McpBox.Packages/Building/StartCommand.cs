using System.Collections.Immutable;

namespace McpBox.Packages.Building;

/// <summary>How a built package is started.</summary>
/// <param name="Words">Beginning of the argument vector: <c>node</c>, <c>{files}/node_modules/x/index.js</c>. The server's own arguments follow.</param>
/// <param name="Environment">Variables that the program needs in order to find its files; <see cref="FilesPlace"/> counts here, too.</param>
public sealed record StartCommand(ImmutableArray<string> Words, ImmutableSortedDictionary<string, string> Environment)
{
    /// <summary>Stands for the folder of the package's files wherever it occurs.</summary>
    public const string FilesPlace = "{files}";
}
