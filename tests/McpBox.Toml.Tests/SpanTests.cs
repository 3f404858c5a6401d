namespace McpBox.Toml.Tests;

public sealed class SpanTests
{
    [Theory]
    [InlineData("a = 1", "a", "1:1-1:2", "1:5-1:6")]
    [InlineData("  'a b'\t=  \"x\" # c", "a b", "1:3-1:8", "1:12-1:15")]
    [InlineData("a = [ 1,\n 2 ]", "a", "1:1-1:2", "1:5-2:5")]
    [InlineData("a = 1979-05-27 07:32:00 # two words", "a", "1:1-1:2", "1:5-1:24")]
    [InlineData("a = -1_000", "a", "1:1-1:2", "1:5-1:11")]
    public void A_pair_has_the_span_of_its_key_and_of_its_value(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("'é' = 1", "é", "1:1-1:4", "1:7-1:8")]
    [InlineData("\"🦀\" = '🦀🦀'", "🦀", "1:1-1:4", "1:7-1:11")]
    [InlineData("a = { '日本' = '🦀', b = 1 }", "a.b", "1:19-1:20", "1:23-1:24")]
    [InlineData("# 🦀\na = 1", "a", "2:1-2:2", "2:5-2:6")]
    [InlineData("\uFEFFa = 1", "a", "1:1-1:2", "1:5-1:6")]
    public void A_column_counts_scalar_values_and_not_bytes_or_utf16_units(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("\r\n\r\na = 1\r\n", "a", "3:1-3:2", "3:5-3:6")]
    [InlineData("a = [\r\n1,\r\n]\r\nb = 2", "b", "4:1-4:2", "4:5-4:6")]
    [InlineData("a = [\r\n1,\r\n]\r\nb = 2", "a", "1:1-1:2", "1:5-3:2")]
    public void Crlf_is_one_line_end(string text, string path, string key, string value) => AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("a = \"\"\"\nx\ny\"\"\"\nb = 1", "a", "1:1-1:2", "1:5-3:5")]
    [InlineData("a = \"\"\"\r\nx\\\r\n  y\"\"\"\r\nb = 1", "b", "4:1-4:2", "4:5-4:6")]
    [InlineData("a = '''x\n🦀''''", "a", "1:1-1:2", "1:5-2:6")]
    public void A_multi_line_string_ends_behind_its_last_quote(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("a.'b' . c = 1", "a", "1:1-1:2", "1:1-1:2")]
    [InlineData("a.'b' . c = 1", "a.b", "1:3-1:6", "1:3-1:6")]
    [InlineData("a.'b' . c = 1", "a.b.c", "1:9-1:10", "1:13-1:14")]
    [InlineData("a.b = 1\na.c = 2", "a", "1:1-1:2", "1:1-1:2")]
    public void A_dotted_key_gives_the_tables_it_defines_the_spans_of_its_parts(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("a = { b.c = 1, d = {} }", "a", "1:1-1:2", "1:5-1:24")]
    [InlineData("a = { b.c = 1, d = {} }", "a.b", "1:7-1:8", "1:7-1:8")]
    [InlineData("a = { b.c = 1, d = {} }", "a.b.c", "1:9-1:10", "1:13-1:14")]
    [InlineData("a = { b.c = 1, d = {} }", "a.d", "1:16-1:17", "1:20-1:22")]
    [InlineData("a = { b = [\n1 ] }", "a", "1:1-1:2", "1:5-2:6")]
    public void An_inline_table_goes_from_brace_to_brace(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Theory]
    [InlineData("\n[ a . b ] # c\n", "a.b", "2:7-2:8", "2:1-2:10")]
    [InlineData("\n[ a . b ] # c\n", "a", "2:3-2:4", "2:3-2:4")]
    [InlineData("[a.b]\n[a]", "a", "2:2-2:3", "2:1-2:4")]
    [InlineData("[a.b]\n[a]\nc = 1", "a.b", "1:4-1:5", "1:1-1:6")]
    [InlineData("[[a]]\n[[a]]", "a", "1:3-1:4", "1:1-1:6")]
    public void A_table_has_the_span_of_the_header_that_defines_it(string text, string path, string key, string value) =>
        AssertSpans(text, path, key, value);

    [Fact]
    public void Each_element_of_an_array_of_tables_has_the_span_of_its_own_header()
    {
        var array = (TomlArray)Documents.Read("[[a]]\n[[ a ]]").Find("a")!.Value;

        Assert.Equal(["1:1-1:6", "2:1-2:8"], array.Items.Select(item => Show(item.Span)));
    }

    [Fact]
    public void The_root_stands_at_the_start() => Assert.Equal("1:1-1:1", Show(Documents.Read("\n\na = 1").Span));

    [Fact]
    public void Keys_come_in_the_order_in_which_they_first_appear()
    {
        var root = Documents.Read("z = 1\nb.y = 2\na = 3\nb.x = 4\n[c.d]\n[e]\n[c]\nf = 5");

        Assert.Equal(["z", "b", "a", "c", "e"], root.Entries.Select(entry => entry.Key));
        Assert.Equal(["y", "x"], ((TomlTable)root.Find("b")!.Value).Entries.Select(entry => entry.Key));
        Assert.Equal(["d", "f"], ((TomlTable)root.Find("c")!.Value).Entries.Select(entry => entry.Key));
    }

    private static void AssertSpans(string text, string path, string key, string value)
    {
        TomlValue current = Documents.Read(text);
        TomlEntry? entry = null;
        foreach (var name in path.Split('.'))
        {
            entry = Assert.IsType<TomlTable>(current).Find(name);
            Assert.NotNull(entry);
            current = entry.Value;
        }

        Assert.Equal((key, value), (Show(entry!.KeySpan), Show(current.Span)));
    }

    private static string Show(TomlSpan span) => $"{span.Line}:{span.Column}-{span.EndLine}:{span.EndColumn}";
}
