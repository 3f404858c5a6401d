using McpBox.Journal.Redacting;

namespace McpBox.Journal.Tests.Redacting;

/// <summary>Tokens that are known by their format.</summary>
public sealed class KnownTokenTests
{
    private const string Abc36 = "0123456789abcdefghijABCDEFGHIJ012345";

    public static TheoryData<string, string> Tokens => new()
    {
        { "github-token", "ghp_" + Abc36 },
        { "github-token", "gho_" + Abc36 },
        { "github-token", "ghu_" + Abc36 },
        { "github-token", "ghs_" + Abc36 },
        { "github-token", "ghr_" + Abc36 },
        { "github-token", "github_pat_11ABCDEFG0abcdefghijkl_" + Abc36 + "ABCDEFGHIJKLMNOPQRSTUVW" },
        { "gitlab-token", "glpat-abcdEFGH_1234-5678xy" },
        { "model-key", "sk-" + Abc36 },
        { "model-key", "sk-proj-abc-def_" + Abc36 },
        { "model-key", "sk-ant-api03-abc-def_" + Abc36 },
        { "slack-token", "xoxb-123456789012-123456789012-abcdefABCDEF" },
        { "slack-token", "xoxp-123456789012-123456789012-abcdefABCDEF" },
        { "aws-key-id", "AKIAIOSFODNN7EXAMPLE" },
        { "aws-key-id", "ASIAIOSFODNN7EXAMPLE" },
        { "google-key", "AIza" + Abc36[..35] },
        { "google-token", "ya29." + Abc36 },
        { "jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123" },
        { "npm-token", "npm_" + Abc36 },
        { "pypi-token", "pypi-AgEIcHlwaS5vcmc" + Abc36 },
        { "huggingface-token", "hf_" + Abc36[..34] },
        { "sendgrid-key", "SG." + Abc36[..22] + "." + Abc36 },
        { "stripe-key", "sk_live_" + Abc36[..24] },
        { "stripe-key", "rk_live_" + Abc36[..24] },
        { "private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----" },
        { "private-key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb" },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_known_token_is_replaced_within_its_text(string rule, string token)
    {
        var end = token.Contains("END", StringComparison.Ordinal) || !token.StartsWith('-') ? ", yes" : "";
        Assert.Equal($"is it\n[redacted:{rule}]{end}", Kept.Text($"is it\n{token}{end}").Shown);
        var json = System.Text.Json.JsonSerializer.Serialize($"is it\n{token}{end}");
        Assert.Equal($$"""{"a":"is it\n[redacted:{{rule}}]{{end}}"}""", Kept.Frame($$"""{"a":{{json}}}""").Shown);
        Assert.Equal($$"""{"[redacted:{{rule}}]":true}""", Kept.Frame($$"""{{{System.Text.Json.JsonSerializer.Serialize(token)}}:true}""").Shown);
        var escaped = string.Concat(token.Select(static c => $"\\u{(int)c:x4}"));
        Assert.Equal($$"""{"a":["[redacted:{{rule}}]"]}""", Kept.Frame($$"""{"a":["{{escaped}}"]}""").Shown);
    }

    [Theory]
    [InlineData("postgres://app:[redacted:url-password]@db.example/x", "postgres://app:s3cr@t@db.example/x")]
    [InlineData("https://user:[redacted:url-password]@host", "https://user:abc@host")]
    [InlineData("curl -H Bearer [redacted:bearer] x", "curl -H Bearer 0123456789abcdef0123 x")]
    [InlineData("Basic [redacted:basic]", "Basic dXNlcjpwYXNzd29yZA==")]
    public void Credentials_in_URLs_and_headers_are_replaced(string expected, string text) => Assert.Equal(expected, Kept.Text(text).Shown);

    [Theory]
    [InlineData("https://example.com:8080/@scope/pkg?mail=a@b.c")]
    [InlineData("git@github.com:a/b.git mailto:a@b.c file:///tmp/a:b@c")]
    [InlineData("sk-learn-style-names-of-packages-1-2 task-0123456789abcdefghijABCDEFGHIJ risk-free")]
    [InlineData("ghp_short ghp_ xghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("AKIAIOSFODNN7EXAMPLEX AKIA akiaiosfodnn7example")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9 eyJ.eyJ.eyJ eyJhbGciOiJIUzI1NiJ9.x")]
    [InlineData("npm_config_registry npm_lifecycle_event hf_hub_download SG.a.b")]
    [InlineData("Bearer authentication is needed, basic authorisation too; Basic c2VjcmV0")]
    [InlineData("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----")]
    [InlineData("xoxo-hugs-and-kisses-to-all-of-you")]
    [InlineData("50% of %20 and %2F, \u00e9")]
    public void Text_that_looks_a_little_like_a_token_survives(string text)
    {
        Assert.Equal(text, Kept.Text(text).Body);
        var frame = $$"""{"a":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";
        Assert.Equal(frame, Kept.Frame(frame).Body);
    }

    [Fact]
    public void Without_known_tokens_the_other_rules_remain()
    {
        var rules = Kept.Rules with { KnownTokens = false };
        Assert.Equal($$"""{"a":"ghp_{{Abc36}}","token":"[redacted:key]"}""", Kept.Frame($$"""{"a":"ghp_{{Abc36}}","token":"x"}""", rules).Shown);
    }

    [Fact]
    public void The_page_names_every_format()
    {
        var page = File.ReadAllText(Path.Combine(DocsTests.Repository(), "docs", "redaction.md"));
        Assert.All(KnownTokens.All(), format => Assert.Contains($"| `{format.Rule}` |", page, StringComparison.Ordinal));
    }
}
