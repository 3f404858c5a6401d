using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace McpBox.Toml.Tests;

public sealed class HostileInputTests
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Linear work takes well under a second; work that grows with the square would take minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Func<string>> Shapes = new()
    {
        ["open brackets"] = () => "a = " + Repeat("["),
        ["open braces"] = () => Repeat("a={"),
        ["header brackets"] = () => Repeat("["),
        ["one dotted key"] = () => Repeat("a.") + "a = 1",
        ["one dotted header"] = () => "[" + Repeat("a.") + "a]",
        ["many keys"] = () => Lines(i => $"k{i} = 1"),
        ["many dotted keys in one table"] = () => Lines(i => $"a.b.c.k{i} = 1"),
        ["many tables"] = () => Lines(i => $"[t{i}]"),
        ["many tables below one path of 100 parts"] = () => Lines(i => $"[{string.Concat(Enumerable.Repeat("a.", 100))}k{i}]"),
        ["many elements of an array of tables"] = () => Lines(_ => "[[a]]"),
        ["many elements with sub-tables"] = () => Lines(_ => "[[a]]\n[a.b]\nc = 1"),
        ["one array"] = () => "a = [" + Repeat("1,") + "]",
        ["one array of inline tables"] = () => "a = [" + Repeat("{},") + "]",
        ["one inline table"] = () => "a = {" + string.Join(',', Enumerable.Range(0, Mebibyte / 10).Select(i => $"k{i}=1")) + "}",
        ["one integer"] = () => "a = 1" + Repeat("0"),
        ["one integer with underscores"] = () => "a = 1" + Repeat("_0"),
        ["one hexadecimal integer"] = () => "a = 0x" + Repeat("0") + "1",
        ["one float"] = () => "a = 1." + Repeat("7"),
        ["one exponent"] = () => "a = 1e" + Repeat("9"),
        ["one date"] = () => "a = 1979-05-27T07:32:00." + Repeat("1"),
        ["one word"] = () => "a = " + Repeat("x"),
        ["one string"] = () => "a = \"" + Repeat("x") + "\"",
        ["one string of escapes"] = () => "a = \"" + Repeat("\\n") + "\"",
        ["one string that never ends"] = () => "a = \"\"\"" + Repeat("\"\"x"),
        ["folded lines"] = () => "a = \"\"\"" + Repeat("\\ \n") + "\"\"\"",
        ["backslashes and blanks"] = () => "a = \"\"\"\\" + Repeat(" ") + "\"\"\"",
        ["quotes"] = () => "a = " + Repeat("\""),
        ["one key"] = () => Repeat("k") + " = 1",
        ["one comment"] = () => Repeat("#"),
        ["blank lines"] = () => Repeat("\r\n"),
        ["blanks"] = () => Repeat(" "),
        ["multi-byte characters"] = () => "a = '" + Repeat("🦀") + "'",
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void A_mebibyte_of_any_shape_ends_in_time(string shape)
    {
        var utf8 = Encoding.UTF8.GetBytes(Shapes[shape]());
        Assert.InRange(utf8.Length, Mebibyte / 2, 4 * Mebibyte);

        var start = Stopwatch.GetTimestamp();
        var (document, error) = TomlReader.Parse(utf8);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Limit);
        Assert.True(document is null != error is null);
    }

    [Theory]
    [InlineData("a = ", "[", "]", 128)]
    [InlineData("", "a = {", "}", 128)]
    public void A_document_nests_128_deep_and_no_deeper(string before, string open, string close, int deepest)
    {
        string Nested(int depth) => before + Repeat(open, depth).Replace("={a", "={ a", StringComparison.Ordinal) + Repeat(close, depth);

        Documents.Read(Nested(deepest));
        Assert.Equal("more than 128 tables and arrays inside each other", Documents.ErrorOf(Nested(deepest + 1)).Message);
    }

    [Theory]
    [InlineData("{0}x = 1", "a.", 128)]
    [InlineData("[{0}x]", "a.", 127)]
    [InlineData("[[{0}x]]", "a.", 126)]
    [InlineData("[a.a.a.a]\n{0}x = 1", "a.", 124)]
    [InlineData("[a.a.a.a]\n{0}x = [[]]", "a.", 122)]
    [InlineData("[[a]]\nx = {{ {0}x = 1 }}", "a.", 125)]
    public void Headers_dotted_keys_and_brackets_count_together(string format, string part, int deepest)
    {
        string Nested(int depth) => string.Format(CultureInfo.InvariantCulture, format, Repeat(part, depth));

        Documents.Read(Nested(deepest));
        Assert.Equal("more than 128 tables and arrays inside each other", Documents.ErrorOf(Nested(deepest + 1)).Message);
    }

    [Fact]
    public void A_hundred_thousand_brackets_are_an_error_at_the_first_that_is_too_deep()
    {
        var error = Documents.ErrorOf("a = " + Repeat("[", 100_000));

        Assert.Equal(new TomlSpan(1, 133, 1, 134), error.Span);
    }

    [Fact]
    public void A_document_of_more_than_4_mebibytes_is_refused()
    {
        var blanks = new byte[4 * Mebibyte];
        blanks.AsSpan().Fill((byte)' ');

        Assert.Null(TomlReader.Parse(blanks).Error);
        Assert.Equal("the document has 4194305 bytes, the limit is 4194304", TomlReader.Parse([.. blanks, (byte)' ']).Error!.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(" \t")]
    [InlineData("# only a comment")]
    [InlineData("\r\n\n")]
    public void A_document_may_be_empty(string text) => Assert.Empty(Documents.Read(text).Entries);

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Repeat(string text) => Repeat(text, Mebibyte / Encoding.UTF8.GetByteCount(text));

    private static string Lines(Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < Mebibyte; i++)
            text.Append(line(i)).Append('\n');
        return text.ToString();
    }
}
