using System.Collections.Immutable;

namespace McpBox.Engines.Bubblewrap.Translation;

/// <summary>One option of bwrap with its values.</summary>
/// <param name="Name">With its dashes: <c>--ro-bind</c>.</param>
/// <param name="Values">What follows it; descriptors are decimal numbers.</param>
internal sealed record Option(string Name, params ImmutableArray<string> Values)
{
    public override string ToString() => Values.IsEmpty ? Name : $"{Name} {string.Join(' ', Values)}";
}
