using System.Collections.Immutable;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Probing;

/// <summary>Looks around in the sandbox before the server is there.</summary>
internal static class SelfProbe
{
    /// <summary>What was seen, by the names of the checks; judges nothing.</summary>
    internal static ImmutableSortedDictionary<string, string> Observe(InitOrder order) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
