using System.Collections.Immutable;
using System.Text;
using McpBox.Profiles;
using McpBox.Sandbox;
using McpBox.Session.Planning;

namespace McpBox.Session.Tests.Planning;

public sealed class EnvironmentTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Four_variables_and_nothing_of_the_callers_environment()
    {
        _scene.Environment["PATH"] = "/callers/bin";
        _scene.Environment["LANG"] = "de_DE.UTF-8";
        _scene.Environment["LD_PRELOAD"] = "/evil.so";
        _scene.Environment["GITHUB_TOKEN"] = "secret";

        var plan = _scene.Accepted("env");
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = "/home/mcp",
                ["LANG"] = "C.UTF-8",
                ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
                ["TMPDIR"] = "/tmp",
            },
            plan.Environment);
        Assert.All(plan.EnvironmentSources.Values, source => Assert.Equal(EnvironmentSource.Fixed, source));
    }

    [Fact]
    public void What_the_profile_passes_is_taken_over_where_it_is_set()
    {
        _scene.Environment["TOKEN"] = "secret";
        Declare(["TOKEN", "UNSET"]);

        var plan = _scene.Accepted("env");
        Assert.Equal(["HOME", "LANG", "PATH", "TMPDIR", "TOKEN"], plan.Environment.Keys);
        Assert.Equal("secret", plan.Environment["TOKEN"]);
        Assert.Equal(EnvironmentSource.Pass, plan.EnvironmentSources["TOKEN"]);
    }

    [Fact]
    public void What_the_profile_sets_wins()
    {
        _scene.Environment["MODE"] = "caller";
        Declare(["MODE"], ("MODE", "profile"), ("LANG", "de_DE.UTF-8"));

        var plan = _scene.Accepted("env");
        Assert.Equal("profile", plan.Environment["MODE"]);
        Assert.Equal("de_DE.UTF-8", plan.Environment["LANG"]);
        Assert.Equal(EnvironmentSource.Set, plan.EnvironmentSources["LANG"]);
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("TMPDIR")]
    public void A_variable_whose_host_value_means_nothing_inside_is_not_passed(string name)
    {
        Declare([name]);
        _scene.Refused("MB2021", "env");

        Declare([], (name, "/home/mcp"));
        _scene.Accepted("env");
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("A=B", "x")]
    [InlineData("A\0", "x")]
    [InlineData("A", "x\0")]
    public void What_cannot_be_an_environment_variable_is_refused(string name, string value)
    {
        Declare([], (name, value));

        _scene.Refused("MB2020", "env");
    }

    [Fact]
    public void No_value_of_the_callers_or_the_profiles_is_in_the_printed_plan()
    {
        _scene.Environment["TOKEN"] = "canary-1";
        Declare(["TOKEN"], ("KEY", "canary-2"));
        var plan = _scene.Accepted("env");

        var printed = PlanToml.Write(plan) + Encoding.UTF8.GetString(PlanJson.Write(plan));
        Assert.DoesNotContain("canary", printed, StringComparison.Ordinal);
        Assert.Contains("\"TOKEN\" = { source = \"pass\" }", printed, StringComparison.Ordinal);
        Assert.Contains("\"KEY\" = { source = \"set\" }", printed, StringComparison.Ordinal);
    }

    private void Declare(ImmutableArray<string> pass, params (string Name, string Value)[] set) => _scene.Profile = _scene.Profile with
    {
        Environment = new EnvironmentSection
        {
            Pass = pass,
            Set = set.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
        },
    };
}
