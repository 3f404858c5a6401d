using System.Text.Json;

namespace McpBox.Toml.Tests;

public sealed class TomlTestSuiteTests
{
    public static TheoryData<string> Valid => [.. TomlTestSuite.Valid];

    public static TheoryData<string> Invalid => [.. TomlTestSuite.Invalid];

    [Fact]
    public void The_list_for_1_0_0_names_210_valid_and_499_invalid_files()
    {
        Assert.Equal(210, TomlTestSuite.Valid.Count);
        Assert.Equal(499, TomlTestSuite.Invalid.Count);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_file_reads_as_its_tagged_json_says(string name)
    {
        var (document, error) = Documents.Parse(TomlTestSuite.Read(name));

        Assert.True(error is null, $"{error}");
        using var expected = JsonDocument.Parse(TomlTestSuite.Read(Path.ChangeExtension(name, ".json")));
        TaggedJson.Equal(expected.RootElement, document!, name);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_file_is_an_error_inside_the_document(string name)
    {
        var (document, error) = Documents.Parse(TomlTestSuite.Read(name));

        Assert.Null(document);
        Assert.NotNull(error);
    }
}
