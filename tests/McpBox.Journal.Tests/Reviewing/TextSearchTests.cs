using System.Text;
using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Reviewing;

public sealed class TextSearchTests
{
    [Theory]
    [InlineData("abc", """{"x":"1abc2"}""", true)]
    [InlineData("abc", """{"x":"1Abc2"}""", false)]
    [InlineData("été", """{"x":"\u00e9t\u00E9"}""", true)]
    [InlineData("abc", """{"x":"a\u0062c"}""", true)]
    [InlineData("a/b", """{"x":"a\/b"}""", true)]
    [InlineData("say \"hi\"\n", """{"x":"say \"hi\"\n"}""", true)]
    [InlineData("\"x\":", """{"x":1}""", true)]
    [InlineData("\\u00e9", """{"x":"\u00e9"}""", true)]
    [InlineData("😀", """{"x":"\ud83d\ude00"}""", true)]
    [InlineData("x", """\ud83d\ud83dx""", true)]
    [InlineData("\\", """{"x":"\\"}""", true)]
    public void A_text_is_found_however_json_has_written_it(string text, string message, bool found)
    {
        var search = TextSearch.Create(text, regular: false, ignoreCase: false);
        Assert.Equal(found, search.IsIn(Encoding.UTF8.GetBytes(message)));
        Assert.Equal(found, search.TryFind(Encoding.UTF8.GetBytes(message), out var hit));
        Assert.Equal(found ? text : null, hit.Match);
    }

    [Theory]
    [InlineData("ÉT", false, "été")]
    [InlineData("t.$", true, "té")]
    [InlineData("é(t|x)", true, "ét")]
    public void Case_may_be_ignored_and_expressions_see_what_was_meant(string pattern, bool regular, string match)
    {
        Assert.True(TextSearch.Create(pattern, regular, ignoreCase: true).TryFind("\\u00e9t\\u00e9"u8, out var hit));
        Assert.StartsWith(hit.Match, match, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("(", true)]
    [InlineData("(?=a)", true)]
    [InlineData(@"(a)\1", true)]
    public void What_cannot_be_looked_for_is_refused(string pattern, bool regular) =>
        Assert.Equal("MB4403", Assert.Throws<JournalException>(() => TextSearch.Create(pattern, regular, ignoreCase: false)).Code);

    [Fact]
    public void No_text_makes_an_expression_run_for_ever() =>
        Assert.False(TextSearch.Create("^(a+)+$", regular: true, ignoreCase: false).IsIn(Encoding.ASCII.GetBytes(new string('a', 100_000) + "!")));

    [Fact]
    public void Around_a_hit_stands_a_little_and_not_the_whole()
    {
        var search = TextSearch.Create("HIT", regular: false, ignoreCase: false);
        Assert.True(search.TryFind(Encoding.UTF8.GetBytes($"{new string('é', 5000)}HIT{new string('é', 5000)}"), out var hit));
        Assert.Equal(("…" + new string('é', 40), new string('é', 40) + "…"), (hit.Before, hit.After));
    }
}
