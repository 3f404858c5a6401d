namespace McpBox.Architecture.Tests;

/// <summary>Habits that keep the code readable, held loosely: the limits at which one has to look again.</summary>
public sealed class SizeTests
{
    private const int Lines = 250;

    [Fact]
    public void No_source_file_grows_out_of_sight() =>
        Assert.All(Repository.Sources(), path => Assert.True(File.ReadLines(path).Count() <= Lines, $"{path} has more than {Lines} lines"));

    [Fact]
    public void There_is_no_unfinished_business() =>
        Assert.All(Repository.Sources(), path => Assert.DoesNotContain("TODO", File.ReadAllText(path), StringComparison.Ordinal));
}
