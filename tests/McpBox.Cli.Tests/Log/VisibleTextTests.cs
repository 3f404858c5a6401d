using System.Text;
using McpBox.Cli.Log;

namespace McpBox.Cli.Tests.Log;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain é 漢字 👍 \\n", "plain é 漢字 👍 \\n")]
    [InlineData("\u001b[2J\t\r\n\u007f\u0085", "\\u{1B}[2J\\u{9}\\u{D}\\u{A}\\u{7F}\\u{85}")]
    [InlineData("\u202a\u202e\u2066\u2069\u200e\u061c", "\\u{202A}\\u{202E}\\u{2066}\\u{2069}\\u{200E}\\u{61C}")]
    [InlineData("a\u200bb\ufeffc\u2028d\u2029", "a\\u{200B}b\\u{FEFF}c\\u{2028}d\\u{2029}")]
    [InlineData("\U000E0041\U000E0100\ue000", "\\u{E0041}\\u{E0100}\\u{E000}")]
    public void What_moves_hides_or_reorders_is_escaped_and_the_rest_is_not(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Of(text));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_shown_one_by_one() =>
        Assert.Equal("a\\x{FF}\\x{C3}(\\x{9B}", VisibleText.Of([(byte)'a', 0xff, 0xc3, (byte)'(', 0x9b]));

    [Fact]
    public void Markup_of_rendering_libraries_means_nothing() =>
        Assert.Equal("[red]x[/] <b>", VisibleText.Of("[red]x[/] <b>"));

    [Fact]
    public void A_long_text_is_cut_with_an_ellipsis() =>
        Assert.Equal("👍👍…", VisibleText.Of(Encoding.UTF8.GetBytes("👍👍👍"), limit: 2));
}
