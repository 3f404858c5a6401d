using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>Places that the user names.</summary>
public sealed class PathTests
{
    private const string Frame = """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":123},"items":["a","b",["c"]]},"x.y":"z"}}""";

    [Theory]
    [InlineData("$.params.arguments.card", """{"id":1,"params":{"name":"pay","arguments":{"card":"[redacted:path]","items":["a","b",["c"]]},"x.y":"z"}}""")]
    [InlineData("$..cvc", """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":"[redacted:path]"},"items":["a","b",["c"]]},"x.y":"z"}}""")]
    [InlineData("$['params'][\"x.y\"]", """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":123},"items":["a","b",["c"]]},"x.y":"[redacted:path]"}}""")]
    [InlineData("$..items[1]", """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":123},"items":["a","[redacted:path]",["c"]]},"x.y":"z"}}""")]
    [InlineData("$..items[*]", """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":123},"items":["[redacted:path]","[redacted:path]","[redacted:path]"]},"x.y":"z"}}""")]
    [InlineData("$.params.arguments.*", """{"id":1,"params":{"name":"pay","arguments":{"card":"[redacted:path]","items":"[redacted:path]"},"x.y":"z"}}""")]
    [InlineData("$..[0]", """{"id":1,"params":{"name":"pay","arguments":{"card":{"number":"4111","cvc":123},"items":["[redacted:path]","b",["[redacted:path]"]]},"x.y":"z"}}""")]
    [InlineData("$.nothing.here", Frame)]
    public void The_values_at_a_path_are_replaced(string path, string expected)
    {
        Assert.Equal(expected, Kept.Frame(Frame, With(path)).Shown);
        if (path != "$..[0]")
            Assert.Equal($"[{expected}]", Kept.Frame($"[{Frame}]", With(path)).Shown);
    }

    [Fact]
    public void A_name_is_found_however_it_is_escaped() =>
        Assert.Equal("""{"a":{"c\u0061rd":"[redacted:path]"}}""", Kept.Frame("""{"a":{"c\u0061rd":{}}}""", With("$..card")).Shown);

    [Fact]
    public void An_id_at_a_path_is_left_out_of_the_record() => Assert.Equal("", Kept.Frame("""{"id":77}""", With("$.id"), "77").Id);

    [Theory]
    [InlineData("", "does not begin with $")]
    [InlineData("$", "the whole frame")]
    [InlineData("a.b", "does not begin with $")]
    [InlineData("$.a[?@.b]", "filter")]
    [InlineData("$.a[1:2]", "slice")]
    [InlineData("$.a[:2]", "slice")]
    [InlineData("$.a[-1]", "from the end")]
    [InlineData("$.a[0,1]", "list")]
    [InlineData("$.a['b','c']", "list")]
    [InlineData("$.a['b", "closing quote")]
    [InlineData("$.a[", "no name")]
    [InlineData("$.a[0", "without its ]")]
    [InlineData("$.x-y", "['name']")]
    [InlineData("$.", "no name")]
    [InlineData("$..", "no name")]
    [InlineData("$ .a", "expected")]
    [InlineData("$.a['\\u0041']", "escape")]
    public void What_cannot_be_followed_is_refused_by_name(string text, string why)
    {
        Assert.False(JsonPath.TryParse(text, out _, out var fault));
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    private static RedactionRules With(string path)
    {
        Assert.True(JsonPath.TryParse(path, out var parsed, out var fault), fault);
        return Kept.Rules with { Paths = [parsed] };
    }
}
