using System.Text;
using McpBox.Profiles.Schema;
using McpBox.Profiles.Sources;

namespace McpBox.Profiles.Tests;

public sealed class AnyValueTests
{
    private static readonly string[] Values =
    [
        "\"\"", "\"x\"", "\"~\"", "\"~/\"", "\"/\"", "\"\\u0000\"", "\"999999999999999999999MiB\"", "\"MiB\"", "\"s\"", "\"-1s\"", "0", "-1",
        "9223372036854775807", "-9223372036854775808", "0.0", "-0.0", "nan", "-inf", "1e308", "true", "false", "1979-05-27T07:32:00Z",
        "1979-05-27", "07:32:00", "[]", "[[]]", "[1, \"x\", {}]", "[\"\", \"\"]", "{}", "{ \"\" = 1 }", "{ x = { y = { z = [] } } }", "[{}, {}]",
    ];

    public static TheoryData<string> Keys => [.. Schemas.Profile.Keys.Select(key => key.Path), "extends", "limits", "nonsense", "servers"];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Any_value_of_any_key_in_any_file_is_read_or_refused_and_never_thrown_at(string key)
    {
        foreach (var value in Values)
        {
            var toml = Encoding.UTF8.GetBytes($"{key} = {value}");
            AssertReadOrRefused(toml, (table, document) => DeclaredProfile.From("x", isBuiltIn: false, document, table, "").Settings.Length);
            AssertReadOrRefused(toml, (table, document) => ProjectFile.Read(table, document, ["x"]).Everywhere.Length);
            AssertReadOrRefused(
                Encoding.UTF8.GetBytes($"[servers.x]\ncommand = \"x\"\n{key} = {value}"),
                (table, document) => DeclaredServer.ReadAll(table, document).Sum(server => server.Overrides.Length));
        }
    }

    /// <summary>Every setting that was read can be applied, compared and written.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void Any_setting_that_was_read_writes_a_profile_that_reads_back(string key)
    {
        foreach (var value in Values)
        {
            var profile = Apply($"{key} = {value}", problemsExpected: true);
            var text = ProfileToml.Write(profile);
            Assert.Equal(text, ProfileToml.Write(Apply(text, problemsExpected: false)));
        }
    }

    private static Profile Apply(string toml, bool problemsExpected)
    {
        var problems = new List<Problem>();
        var document = new Document("x", "/home/x", problems);
        var (table, _) = SourceReader.Parse(Encoding.UTF8.GetBytes(toml), document);
        var profile = ProfileCatalog.Resolve([DeclaredProfile.From("x", isBuiltIn: false, document, table, "")]);
        Assert.True(problemsExpected || problems.Count == 0, string.Join('\n', problems));
        return profile;
    }

    private static void AssertReadOrRefused(byte[] toml, Func<Toml.TomlTable, Document, int> read)
    {
        var problems = new List<Problem>();
        var document = new Document("x", "/home/x", problems);
        var (table, _) = SourceReader.Parse(toml, document);
        var settings = read(table, document);
        Assert.True(settings > 0 || problems.Count > 0 || table.Find("extends") is not null || IsEmptySection(table), Encoding.UTF8.GetString(toml));
    }

    /// <summary><c>limits = {}</c> says nothing, and rightly so.</summary>
    private static bool IsEmptySection(Toml.TomlTable table) =>
        table.Entries[^1].Value is Toml.TomlTable { Entries: [] or [{ Value: Toml.TomlTable }] or [_, { Value: Toml.TomlTable { Entries: [] } }] };
}
