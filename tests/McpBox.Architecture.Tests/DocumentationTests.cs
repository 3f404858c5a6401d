using System.Text.RegularExpressions;

namespace McpBox.Architecture.Tests;

/// <summary>Every name in the documents exists.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void The_page_of_errors_and_the_code_name_the_same_codes()
    {
        var code = Repository.Sources().SelectMany(path => Quoted().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value);
        var page = Row().Matches(Repository.Text("docs/errors.md")).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(code.Distinct().Order(), page.Order());
    }

    [Fact]
    public void Every_exit_code_is_on_the_page()
    {
        var page = Repository.Text("docs/errors.md");
        var codes = ExitCode().Matches(Repository.Text("src/McpBox.Cli/ExitCodes.cs")).Select(match => match.Groups[1].Value).Where(code => code != "0");
        Assert.All(codes, code => Assert.Contains($"\n| {code} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        foreach (var page in Repository.Pages())
        {
            foreach (var target in Link().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value))
            {
                var path = Path.GetFullPath(target.Split('#')[0], Path.GetDirectoryName(page)!);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} links to {target}");
            }
        }
    }

    [Fact]
    public void Paths_and_types_that_pages_name_exist()
    {
        var types = Repository.Sources().SelectMany(path => TypeName().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).ToHashSet();
        var properties = BuildProperty().Matches(Repository.Text("Directory.Build.props")).Select(match => match.Groups[1].Value);
        types.UnionWith(properties);
        foreach (var page in Repository.Pages())
        {
            foreach (var name in CodeSpan().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value))
            {
                if (RepositoryPath().IsMatch(name))
                {
                    var path = Path.Combine(Repository.Root, name);
                    Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} names {name}");
                }
                else if (TypeLike().IsMatch(name))
                {
                    Assert.True(types.Contains(name.Split('.')[0]), $"{page} names the type {name}");
                }
            }
        }
    }

    [Fact]
    public void Every_make_target_that_pages_name_exists()
    {
        var targets = Target().Matches(Repository.Text("Makefile")).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var page in Repository.Pages())
        {
            Assert.All(MakeCall().Matches(File.ReadAllText(page)), call => Assert.Contains(call.Groups[1].Value, targets));
        }
    }

    [GeneratedRegex("\"(MB[0-9]{4})\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\| (MB[0-9]{4}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"const int \w+ = (\d+);")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^(src|tests|profiles|docs|scripts|bench|\\.github|\\.ci)/[A-Za-z0-9._/-]+$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][a-z]+)+(\\.[A-Z][A-Za-z]+)?$")]
    private static partial Regex TypeLike();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|record struct) ([A-Z]\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\$\((\w+)\)|<(\w+)")]
    private static partial Regex BuildProperty();

    [GeneratedRegex(@"^([a-z][a-z-]*):", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"`make ([a-z-]+)")]
    private static partial Regex MakeCall();
}
