using System.Diagnostics;
using McpBox.Journal.Replaying;

namespace McpBox.Journal.Tests.Replaying;

public sealed class NormaliserTests
{
    private static readonly DateTimeOffset Around = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("at 2026-11-20T09:00:00Z", "at <time>")]
    [InlineData("2026-11-20T09:00:00.123456+01:00,", "<time>,")]
    [InlineData("2026-11-20 09:00:00", "<time>")]
    [InlineData("Fri, 20 Nov 2026 09:00:00 GMT", "<time>")]
    [InlineData("Fri Nov 20 2026 09:00:00 GMT+0000 (Coordinated Universal Time)", "<time>")]
    [InlineData("Fri Nov 20 09:00:00 2026", "<time>")]
    [InlineData("since 1795165200.", "since <time>.")]
    [InlineData("1795165200123 and 1795165200.5", "<time> and <time>")]
    [InlineData("req_6f1d3b1e-3f4b-4c5d-9a6b-1c2d3e4f5a6b!", "req_<uuid>!")]
    [InlineData("sha1 3f786850e387550fdab836ed7e6dc881de23001b", "sha1 <token>")]
    [InlineData("sess-3f786850e387550fdab836ed", "sess-<token>")]
    [InlineData("https://host/a/V1StGXR8Z5jdHi6BmyTq", "https://host/a/<token>")]
    [InlineData("01HZX3K5QWERTY7P9ABCD2EFGH", "<token>")]
    [InlineData("[redacted:github-token:0123456789abcdef] x", "[redacted:github-token] x")]
    public void What_is_new_with_each_run_is_replaced(string text, string expected) => Assert.Equal(expected, new Normaliser(ReplayRules.All, Around).Text(text));

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("version 2147483647")]
    [InlineData("1000000000 and 9999999999999")]
    [InlineData("getUserProfileForCustomerNumber42")]
    [InlineData("/usr/local/lib/node_modules/@modelcontextprotocol/server-everything2/dist")]
    [InlineData("notifications/resources/list_changed")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData("v1.1795165200.3")]
    [InlineData("The quick brown fox")]
    [InlineData("ReadOnlySpanOfByteExtensionsTests")]
    public void What_means_something_stays(string text) => Assert.Equal(text, new Normaliser(ReplayRules.All, Around).Text(text));

    [Theory]
    [InlineData("elapsed_ms", "12", "<duration>")]
    [InlineData("durationMs", "12.5", "<duration>")]
    [InlineData("took", "3 seconds", "<duration>")]
    [InlineData("response_time_ms", "7", "<duration>")]
    [InlineData("progressToken", "abc", "<id>")]
    [InlineData("took", "a bribe", null)]
    [InlineData("count", "12", null)]
    [InlineData("ms", "12", null)]
    public void Names_of_members_tell_what_their_values_are(string name, string value, string? expected) => Assert.Equal(expected, new Normaliser(ReplayRules.All, Around).Member(name, value));

    [Theory]
    [InlineData("1795165200", "<time>")]
    [InlineData("1795165200123", "<time>")]
    [InlineData("2147483647", null)]
    [InlineData("-1795165200", null)]
    [InlineData("17951652001", null)]
    public void Numbers_near_the_session_s_time_are_moments(string raw, string? expected) => Assert.Equal(expected, new Normaliser(ReplayRules.All, Around).Number(raw));

    [Fact]
    public void Each_rule_can_be_switched_off()
    {
        const string Text = "2026-11-20T09:00:00Z 6f1d3b1e-3f4b-4c5d-9a6b-1c2d3e4f5a6b [redacted:key:0123456789abcdef]";
        Assert.Equal("<time> 6f1d3b1e-3f4b-4c5d-9a6b-1c2d3e4f5a6b [redacted:key:0123456789abcdef]", new Normaliser(ReplayRules.Times, Around).Text(Text));
        Assert.Equal("2026-11-20T09:00:00Z <uuid> [redacted:key]", new Normaliser(ReplayRules.Ids | ReplayRules.Tokens, Around).Text(Text));
        Assert.Equal(Text, new Normaliser(ReplayRules.None, Around).Text(Text));
    }

    [Theory]
    [InlineData("0-")]
    [InlineData("a1B2")]
    [InlineData("12:34:56 ")]
    [InlineData("Mon, 01 Jan ")]
    [InlineData("[redacted:a")]
    [InlineData("2026-11-20T")]
    [InlineData("[")]
    [InlineData("aB3/+=")]
    [InlineData("Fri Nov 20 2026 09:00:00 GMT+0000 (")]
    public void No_text_makes_it_run_for_ever(string evil)
    {
        var time = Stopwatch.StartNew();
        _ = new Normaliser(ReplayRules.All, Around).Text(string.Concat(Enumerable.Repeat(evil, 1_000_000)));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
