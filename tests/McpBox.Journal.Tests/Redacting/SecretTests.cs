using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>The exact values of a session's secrets, however they are written.</summary>
public sealed class SecretTests
{
    private const string Secret = "Tr0ub4dor&3/x+y\"q\\z";

    public static TheoryData<string> Secrets => ["hunter22", Secret, "p\u00e4ssw\u00f6rd\U0001F511-1", "with blank and=marks", "!!!!::??", "aaaaaaaaaaaa", "123456"];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_every_usual_encoding(string secret)
    {
        var rules = Kept.Rules with { Secrets = [secret] };
        var bytes = Encoding.UTF8.GetBytes(secret);
        foreach (var text in Ways(bytes, secret))
        {
            Assert.Contains("[redacted:secret:", Kept.Text($"<{text}>", rules).Body, StringComparison.Ordinal);
            Assert.Contains("[redacted:secret:", Kept.Frame($$"""{"a":{{JsonSerializer.Serialize($"<{text}>")}}}""", rules).Body, StringComparison.Ordinal);
            Assert.Contains("[redacted:secret:", Kept.Frame($$"""{{{JsonSerializer.Serialize($"<{text}>")}}:1}""", rules).Body, StringComparison.Ordinal);
            var nested = JsonSerializer.Serialize(JsonSerializer.Serialize(JsonSerializer.Serialize($"<{text}>")));
            Assert.Contains("[redacted:secret:", Kept.Frame($$"""{"a":{{nested}}}""", rules).Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_behind_any_legal_escaping(string secret)
    {
        var rules = Kept.Rules with { Secrets = [secret] };
        var random = new Random(17);
        for (var round = 0; round < 40; round++)
        {
            var escaped = string.Concat(secret.EnumerateRunes().Select(rune =>
                random.Next(2) == 0 || rune.Value is '"' or '\\' ? string.Concat(rune.ToString().Select(c => "\\u" + ((int)c).ToString(round % 2 == 0 ? "x4" : "X4", null))) : rune.ToString()));
            escaped = escaped.Replace("/", random.Next(2) == 0 ? "\\/" : "/", StringComparison.Ordinal);
            var kept = Kept.Frame($$"""{"a":"\n{{escaped}}\n"}""", rules);
            Assert.Equal("""{"a":"\n[redacted:secret]\n"}""", kept.Shown);
        }
    }

    [Fact]
    public void Markers_of_one_secret_are_equal_however_it_was_written()
    {
        var rules = Kept.Rules with { Secrets = [Secret] };
        var bodies = Ways(Encoding.UTF8.GetBytes(Secret), Secret).Select(text => Kept.Text(text, rules).Body.Split("[redacted:secret:")[1][..16]);
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public void A_secret_of_digits_is_found_as_a_number() =>
        Assert.Equal("""{"pin":"[redacted:secret]","n":12345}""", Kept.Frame("""{"pin":123456,"n":12345}""", Kept.Rules with { Secrets = ["123456"] }).Shown);

    [Fact]
    public void Base64_with_line_breaks_is_found()
    {
        var secret = "0123456789abcdefghijABCDEFGHIJ";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret}:and a long rest of the text that is encoded, so that lines are needed"), Base64FormattingOptions.InsertLineBreaks);
        for (var at = 1; at < 60; at++)
        {
            var broken = encoded.Replace("\r\n", "", StringComparison.Ordinal).Insert(at, "\n");
            Assert.Contains("[redacted:secret:", Kept.Text(broken, Kept.Rules with { Secrets = [secret] }).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_not_the_secret_stays()
    {
        var frame = """{"a":"hunter2","b":"Hunter22","c":"aHVudGVyMg=="}""";
        Assert.Equal(frame, Kept.Frame(frame, Kept.Rules with { Secrets = ["hunter22"] }).Body);
    }

    [Fact]
    public void A_record_leaves_out_an_id_method_or_tool_that_holds_a_secret()
    {
        var rules = Kept.Rules with { Secrets = ["hunter22"] };
        var frame = """{"id":"x-hunter22","method":"get/hunter22","params":{"name":"ok"}}""";
        var kept = Kept.Frame(frame, rules, "\"x-hunter22\"", "\"get/hunter22\"", "\"ok\"");
        Assert.Equal(("", "", "\"ok\""), (kept.Id, kept.Method, kept.Tool));
        Assert.DoesNotContain("hunter22", kept.Line, StringComparison.Ordinal);
        kept = Kept.Frame("""{"id":17,"a":"hunter22"}""", rules, "17");
        Assert.Equal("17", kept.Id);
    }

    private static IEnumerable<string> Ways(byte[] bytes, string secret)
    {
        yield return secret;
        foreach (var before in new[] { "", "u", "us", "usr" })
        {
            foreach (var after in new[] { "", "t", "ta" })
            {
                var encoded = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)]);
                yield return encoded;
                yield return encoded.TrimEnd('=').Replace('+', '-').Replace('/', '_');
            }
        }

        yield return Uri.EscapeDataString(secret);
        yield return Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal);
        yield return System.Text.RegularExpressions.Regex.Replace(Uri.EscapeDataString(secret), "%[0-9A-F]{2}", static match => match.Value.ToLowerInvariant(), default, TimeSpan.FromSeconds(5));
        yield return string.Concat(bytes.Select(static c => $"%{c:X2}"));
        yield return string.Concat(bytes.Select(static c => $"%{c:x2}"));
        yield return string.Concat(bytes.Select(static c => $"%25{c:x2}"));
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        yield return JsonSerializer.Serialize(secret)[1..^1];
    }
}
