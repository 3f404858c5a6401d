using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Tests.Probing;

public sealed partial class DocumentationTests
{
    [Fact]
    public void The_page_of_controls_and_the_table_of_checks_are_the_same() => Assert.Equal(
        ProbeChecks.All.Select(check => $"{check.Name}: {check.Question}"),
        Row().Matches(File.ReadAllText(Page())).Select(row => $"{row.Groups[1].Value}: {row.Groups[2].Value}"));

    [GeneratedRegex(@"^\| `([a-z_.-]+\.[a-z_-]+)` \| ([^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Page([CallerFilePath] string here = "") =>
        Path.GetFullPath("../../../docs/security.md", Path.GetDirectoryName(here)!);
}
