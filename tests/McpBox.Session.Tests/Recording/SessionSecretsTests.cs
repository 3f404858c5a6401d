using System.Collections.Immutable;
using McpBox.Sandbox;
using McpBox.Session.Recording;

namespace McpBox.Session.Tests.Recording;

/// <summary>Which values of a plan count as secrets.</summary>
public sealed class SessionSecretsTests
{
    [Theory]
    [InlineData("API_TOKEN", "abc", "abc")]
    [InlineData("OPENAI_API_KEY", "abc", "abc")]
    [InlineData("PGPASSWORD", "abc", "abc")]
    [InlineData("DB_PASS", "abc", "abc")]
    [InlineData("APIKEY", "abc", "abc")]
    [InlineData("SENTRY_DSN", "abc", "abc")]
    [InlineData("client_secret", "abc", "abc")]
    [InlineData("ANYTHING", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("DATABASE_URL", "postgres://app:s3%20cret@db/x", "s3 cret")]
    [InlineData("LANG", "C.UTF-8", null)]
    [InlineData("AUTH_TYPE", "bearer", null)]
    [InlineData("SSH_AUTH_SOCK", "/tmp/agent", null)]
    [InlineData("PWD", "/home/ada", null)]
    [InlineData("KEYBOARD", "dvorak", null)]
    public void A_variable_is_a_secret_by_its_name_or_its_value(string name, string value, string? secret) =>
        Assert.Equal(secret is null ? [] : [secret], SessionSecrets.Of(Plan(name, value, EnvironmentSource.Pass)));

    [Fact]
    public void What_mcpbox_or_the_image_set_is_no_secret_of_the_session()
    {
        Assert.Empty(SessionSecrets.Of(Plan("API_TOKEN", "abc", EnvironmentSource.Fixed)));
        Assert.Empty(SessionSecrets.Of(Plan("API_TOKEN", "abc", EnvironmentSource.Image)));
        Assert.Single(SessionSecrets.Of(Plan("API_TOKEN", "abc", EnvironmentSource.Set)));
    }

    [Fact]
    public void Lines_of_a_key_count_one_by_one() => Assert.Equal(
        ["-----BEGIN PRIVATE KEY-----\n0123456789abcdefghij\nxy==\n-----END PRIVATE KEY-----", "0123456789abcdefghij"],
        SessionSecrets.Of(Plan("SSH_KEY", "-----BEGIN PRIVATE KEY-----\n0123456789abcdefghij\nxy==\n-----END PRIVATE KEY-----", EnvironmentSource.Pass)));

    [Fact]
    public void What_follows_a_flag_of_a_secret_counts() =>
        Assert.Equal(["one", "two"], SessionSecrets.Of(Plan("LANG", "C", EnvironmentSource.Set) with { Command = ["x", "--api-key", "one", "--token=two", "--port", "80", "--secret", "-v"] }));

    private static SandboxPlan Plan(string name, string value, EnvironmentSource source) => new()
    {
        Name = "x",
        Profile = "strict",
        Command = ["/bin/x"],
        WorkingDirectory = "/",
        Mounts = [],
        TmpSize = 1,
        HomeSize = 1,
        Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(name, value),
        EnvironmentSources = ImmutableSortedDictionary.Create<string, EnvironmentSource>(StringComparer.Ordinal).Add(name, source),
        Limits = new PlanLimits(1, 1, 1, 1, 1, false),
        RunAs = RunAs.Caller,
    };
}
