using System.Text.Json;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>Names and values within texts: MCP's results are texts, and the texts are often JSON.</summary>
public sealed class NestedTextTests
{
    [Theory]
    [InlineData("""{"password":"[redacted:key]"}""", """{"password":"x"}""")]
    [InlineData("""{"a":1,"apiKey" : "[redacted:key]"}""", """{"a":1,"apiKey" : "x\\\"y"}""")]
    [InlineData("""{'token': '[redacted:key]', 'b': 1}""", """{'token': 'x', 'b': 1}""")]
    [InlineData("""{"password":[redacted:key],"b":2}""", """{"password":12345,"b":2}""")]
    [InlineData("""{"password":null,"secret":true,"token":""}""", """{"password":null,"secret":true,"token":""}""")]
    [InlineData("""{"properties":{"password":{"type":"string"}}}""", """{"properties":{"password":{"type":"string"}}}""")]
    public void JSON_within_a_text_is_redacted_at_every_depth(string expected, string text)
    {
        var (wrapped, wanted) = (text, expected);
        for (var depth = 0; depth < 3; depth++)
        {
            Assert.Equal($$"""{"text":{{JsonSerializer.Serialize(wanted)}}}""", Kept.Frame($$"""{"text":{{JsonSerializer.Serialize(wrapped)}}}""").Shown);
            (wrapped, wanted) = ($"see {JsonSerializer.Serialize(wrapped)}", $"see {JsonSerializer.Serialize(wanted)}");
        }
    }

    [Theory]
    [InlineData("password=[redacted:key]", "password=x")]
    [InlineData("--db-password=[redacted:key] -v", "--db-password=correct -v")]
    [InlineData("?user=a&api_key=[redacted:key]&b=1", "?user=a&api_key=abc&b=1")]
    [InlineData("API_TOKEN=\"[redacted:key]\"", "API_TOKEN=\"two words\"")]
    [InlineData("Authorization: [redacted:key]", "Authorization: Bearer abc")]
    [InlineData("authorization: [redacted:key]\nnext", "authorization: Digest a=b, c=d\nnext")]
    [InlineData("Cookie: [redacted:key]", "Cookie: sid=1; b=2")]
    [InlineData("password: [redacted:key]", "password: hunter2")]
    [InlineData("my password is x", "my password is x")]
    [InlineData("password: required", "password: required")]
    [InlineData("Authorization: needed for all calls", "Authorization: needed for all calls")]
    [InlineData("if (token == null) return", "if (token == null) return")]
    [InlineData("tokens=12 max_tokens=5", "tokens=12 max_tokens=5")]
    public void Pairs_within_a_text_are_redacted_where_they_look_like_secrets(string expected, string text)
    {
        Assert.Equal(expected, Kept.Text(text).Shown);
        Assert.Equal($$"""{"text":{{JsonSerializer.Serialize("\n" + expected)}}}""", Kept.Frame($$"""{"text":{{JsonSerializer.Serialize("\n" + text)}}}""").Shown);
    }

    [Fact]
    public void Broken_JSON_is_redacted_as_text() =>
        Assert.Equal("""{"password":"[redacted:key]",""", Kept.Text("""{"password":"x",""", direction: JournalDirection.Stray).Shown);

    [Fact]
    public void A_value_without_its_closing_quote_is_replaced_to_the_lines_end() =>
        Assert.Equal("{\"password\":\"[redacted:key]\nnext", Kept.Text("{\"password\":\"x y z\nnext").Shown);
}
