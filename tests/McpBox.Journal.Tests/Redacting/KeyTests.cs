namespace McpBox.Journal.Tests.Redacting;

/// <summary>Values whose key says that they are secret.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password")]
    [InlineData("PASSWORD")]
    [InlineData("passwd")]
    [InlineData("passphrase")]
    [InlineData("secret")]
    [InlineData("token")]
    [InlineData("api_key")]
    [InlineData("apikey")]
    [InlineData("api-key")]
    [InlineData("apiKey")]
    [InlineData("APIKey")]
    [InlineData("X-Api-Key")]
    [InlineData("access_token")]
    [InlineData("accessToken")]
    [InlineData("refresh_token")]
    [InlineData("github_token")]
    [InlineData("client_secret")]
    [InlineData("clientSecret")]
    [InlineData("DB_PASSWORD")]
    [InlineData("db.password")]
    [InlineData("dbPwd")]
    [InlineData("private_key")]
    [InlineData("aws_secret_access_key")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("credentials")]
    [InlineData("pass\\u0077ord")]
    [InlineData("to\\u006Ben")]
    public void A_value_under_a_secret_name_is_replaced(string name) =>
        Assert.Equal($$"""{"a": 1, "{{name}}" : "[redacted:key]","b":2 }""", Kept.Frame($$"""{"a": 1, "{{name}}" : "x y","b":2 }""").Shown);

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("maxTokens")]
    [InlineData("tokens")]
    [InlineData("token_count")]
    [InlineData("tokenizer")]
    [InlineData("progressToken")]
    [InlineData("nextPageToken")]
    [InlineData("pageToken")]
    [InlineData("continuationToken")]
    [InlineData("nextCursor")]
    [InlineData("eos_token")]
    [InlineData("secretary")]
    [InlineData("secretName")]
    [InlineData("passwordless")]
    [InlineData("passwordPolicy")]
    [InlineData("public_key")]
    [InlineData("key")]
    [InlineData("author")]
    [InlineData("compass")]
    [InlineData("pwd")]
    public void A_value_under_a_harmless_name_stays(string name)
    {
        var frame = $$"""{"{{name}}":"abc-17"}""";
        var kept = Kept.Frame(frame);
        Assert.Equal((frame, 0L), (kept.Body, kept.Redacted));
    }

    [Fact]
    public void A_line_that_is_full_of_names_takes_a_time_that_grows_with_its_length()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        _ = Kept.Text(string.Concat(Enumerable.Repeat("token: x ", 1 << 20)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.Elapsed}");
    }

    [Fact]
    public void Whole_values_of_every_type_are_replaced_and_what_says_nothing_stays() => Assert.Equal(
        """{"password":"[redacted:key]","token":"[redacted:key]","secret":"[redacted:key]","cookie":[{"password":"","token":null,"secret":true}]}""".Replace("\"cookie\":[", "\"list\":[", StringComparison.Ordinal),
        Kept.Frame("""{"password":12.5e3,"token":{"a":[1,{"b":"c"}]},"secret":["x",2],"list":[{"password":"","token":null,"secret":true}]}""").Shown);

    [Fact]
    public void Progress_tokens_of_MCP_survive()
    {
        var frame = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"tok-1","progress":1}}""";
        Assert.Equal(frame, Kept.Frame(frame).Body);
    }

    [Fact]
    public void Names_of_the_user_count_in_every_spelling()
    {
        var rules = Kept.Rules with { Keys = ["tax_id", "ssn", "Social Security Number"] };
        var frame = """{"tax_id":"1","taxId":"2","TAX-ID":"3","taxid":"4","ssn":"5","social security number":"6","socialSecurityNumber":"7","tax":"8","my_ssn":"9"}""";
        Assert.Equal(7, Kept.Frame(frame, rules).Redacted);
        foreach (var one in new[] { "tax_id", "taxId", "TAX-ID", "taxid", "ssn", "SSN", "social security number", "socialSecurityNumber" })
            Assert.Equal(1, Kept.Frame($$"""{"{{one}}":"1"}""", rules).Redacted);
    }

    [Fact]
    public void A_schema_of_a_secret_property_survives_and_its_values_do_not()
    {
        var schema = """{"name":"login","inputSchema":{"type":"object","properties":{"password":{"type":"string","description":"The password.","minLength":8},"token":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["password"]}}""";
        Assert.Equal(schema, Kept.Frame(schema).Body);
        Assert.Equal(
            """{"properties":{"password":{"type":"string","default":"[redacted:key]","examples":"[redacted:key]","value":"[redacted:key]"},"secret":"[redacted:key]"}}""",
            Kept.Frame("""{"properties":{"password":{"type":"string","default":"hunter2","examples":["a","b"],"value":"x"},"secret":"x"}}""").Shown);
    }

    [Fact]
    public void The_argument_after_a_secret_flag_is_replaced() => Assert.Equal(
        """{"args":["--port","80","--api-key","[redacted:key]","--token","--verbose","--password=[redacted:key]"]}""",
        Kept.Frame("""{"args":["--port","80","--api-key","abc","--token","--verbose","--password=abc"]}""").Shown);

    [Fact]
    public void Messages_of_a_batch_are_redacted_too() =>
        Assert.Equal("""[{"token":"[redacted:key]"},{"a":"[redacted:github-token]"}]""", Kept.Frame("""[{"token":"x"},{"a":"ghp_0123456789abcdefghijABCDEFGHIJ012345"}]""").Shown);

    [Fact]
    public void Equal_values_have_equal_markers_and_others_do_not()
    {
        var kept = Kept.Frame("""{"a":{"password":"x\u0041"},"b":{"password":"xA"},"c":{"password":"xB"}}""").Body;
        var hashes = kept.Split("[redacted:key:").Skip(1).Select(static part => part[..16]).ToArray();
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Kept.HashKey, "xA"u8))[..16], hashes[0]);
    }
}
