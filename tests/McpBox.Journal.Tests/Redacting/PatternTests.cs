using System.Diagnostics;
using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>Regular expressions of the user's.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("[0-9]{3}-[0-9]{2}", "a 123-45 b 678-90", "a [redacted:pattern] b [redacted:pattern]")]
    [InlineData("caf\u00e9.", "\U0001F600 caf\u00e9\U0001F511 x", "\U0001F600 [redacted:pattern] x")]
    [InlineData("(?i)CUSTOMER \\w+", "customer Ada", "[redacted:pattern]")]
    public void What_a_pattern_matches_is_replaced_in_strings_and_lines(string pattern, string text, string expected)
    {
        Assert.Equal(expected, Kept.Text(text, With(pattern)).Shown);
        var frame = $$"""{"a":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";
        Assert.Equal(expected, System.Text.Json.JsonDocument.Parse(Kept.Frame(frame, With(pattern)).Shown).RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void Text_that_is_no_UTF_8_is_matched_byte_for_byte() =>
        Assert.Equal((byte)'[', Convert.FromBase64String(Kept.Text([0xff, 0xfe, (byte)'x', (byte)'1'], With("x[0-9]")).Line.Split("\"raw\":\"")[1].Split('"')[0])[2]);

    [Theory]
    [InlineData("(", "pattern")]
    [InlineData("(?<=a)b", "backtracking")]
    [InlineData("(a)\\1", "backtracking")]
    [InlineData("a*", "empty text")]
    public void A_pattern_that_could_stall_or_says_nothing_is_refused(string pattern, string why)
    {
        Assert.False(TextPattern.TryParse(pattern, out _, out var fault));
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_text_whose_every_match_is_slow_is_replaced_as_a_whole()
    {
        var watch = Stopwatch.StartNew();
        var kept = Kept.Text(string.Concat(Enumerable.Repeat("customer:", 1 << 17)), With("customer(:[^;]*;)?"));
        Assert.Equal("[redacted:pattern]", kept.Shown);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_hostile_text_does_not_stall_a_pattern()
    {
        var watch = Stopwatch.StartNew();
        _ = Kept.Text(new string('a', 1 << 20) + "!", With("(a+)+$"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static RedactionRules With(string text)
    {
        Assert.True(TextPattern.TryParse(text, out var pattern, out var fault), fault);
        return Kept.Rules with { Patterns = [pattern] };
    }
}
