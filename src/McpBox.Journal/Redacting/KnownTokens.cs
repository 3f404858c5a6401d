using System.Text;

namespace McpBox.Journal.Redacting;

/// <summary>The formats that are looked for by default; docs/redaction.md has the same table.</summary>
public static class KnownTokens
{
    /// <summary>Whether a value is a token, or begins with one.</summary>
    public static bool IsToken(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return All().Any(format => bytes.AsSpan().StartsWith(format.Needle.Bytes) && format.TryMatch(bytes, 0, escaped: false, out _, out _));
    }

    internal static TokenFormat[] All() =>
    [
        new PrefixedToken("github-token", "ghp_", 36, 255),
        new PrefixedToken("github-token", "gho_", 36, 255),
        new PrefixedToken("github-token", "ghu_", 36, 255),
        new PrefixedToken("github-token", "ghr_", 36, 255),
        new PrefixedToken("github-token", "ghs_", 36, 1024, "._-"),
        new PrefixedToken("github-token", "github_pat_", 40, 255, "_"),
        new PrefixedToken("gitlab-token", "glpat-", 20, 300, "._-"),
        new ModelKey(),
        new PrefixedToken("slack-token", "xoxb-", 20, 255, "-"),
        new PrefixedToken("slack-token", "xoxp-", 20, 255, "-"),
        new PrefixedToken("slack-token", "xoxa-", 20, 255, "-"),
        new PrefixedToken("slack-token", "xoxr-", 20, 255, "-"),
        new PrefixedToken("slack-token", "xoxs-", 20, 255, "-"),
        new PrefixedToken("slack-token", "xapp-", 20, 255, "-"),
        new PrefixedToken("aws-key-id", "AKIA", 16, 16),
        new PrefixedToken("aws-key-id", "ASIA", 16, 16),
        new PrefixedToken("google-key", "AIza", 35, 35, "_-"),
        new PrefixedToken("google-token", "ya29.", 20, 2048, "._-"),
        new DottedToken("jwt", "eyJ", 12, 3, 2, 4),
        new PrefixedToken("npm-token", "npm_", 36, 36),
        new PrefixedToken("pypi-token", "pypi-", 50, 512, "_-"),
        new PrefixedToken("huggingface-token", "hf_", 30, 64),
        new DottedToken("sendgrid-key", "SG.", 2, 16, 2, 2),
        new PrefixedToken("stripe-key", "sk_live_", 16, 255),
        new PrefixedToken("stripe-key", "rk_live_", 16, 255),
        new PrefixedToken("stripe-key", "sk_test_", 16, 255),
        new PemPrivateKey(),
        new UrlPassword(),
        new BearerToken(),
        new BasicCredentials(),
    ];
}
