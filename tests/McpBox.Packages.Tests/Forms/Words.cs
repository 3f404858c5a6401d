using System.Collections.Immutable;

namespace McpBox.Packages.Tests.Forms;

/// <summary>A command line as a client's config holds it: words, split once by whoever wrote them. ^ stands for a space within a word.</summary>
internal static class Words
{
    public static ImmutableArray<string> Of(string line) => [.. line.Split(' ').Select(word => word.Replace('^', ' '))];
}
