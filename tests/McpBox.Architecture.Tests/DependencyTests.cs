namespace McpBox.Architecture.Tests;

/// <summary>Dependencies point one way (docs/architecture.md).</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["McpBox.Toml"] = [],
        ["McpBox.Posix"] = [],
        ["McpBox.Sandbox"] = ["McpBox.Posix"],
        ["McpBox.Profiles"] = ["McpBox.Toml", "McpBox.Egress", "McpBox.Posix"],
        ["McpBox.Journal"] = ["McpBox.Posix"],
        ["McpBox.Export"] = ["McpBox.Journal", "McpBox.Sandbox"],
        ["McpBox.Egress"] = [],
        ["McpBox.Relay"] = ["McpBox.Journal", "McpBox.Posix"],
        ["McpBox.Engines.Bubblewrap"] = ["McpBox.Sandbox", "McpBox.Posix"],
        ["McpBox.Engines.Docker"] = ["McpBox.Sandbox", "McpBox.Posix"],
        ["McpBox.Init"] = ["McpBox.Sandbox", "McpBox.Posix"],
        ["McpBox.Session"] = ["McpBox.Profiles", "McpBox.Egress", "McpBox.Sandbox", "McpBox.Relay", "McpBox.Journal", "McpBox.Posix"],
        ["McpBox.Packages"] = ["McpBox.Toml", "McpBox.Sandbox", "McpBox.Posix"],
        ["McpBox.Review"] = ["McpBox.Journal", "McpBox.Posix"],
        ["McpBox.Cli"] = ["McpBox.Session", "McpBox.Export", "McpBox.Packages", "McpBox.Review", "McpBox.Engines.Bubblewrap", "McpBox.Engines.Docker"],
    };

    [Fact]
    public void Every_project_has_its_place() => Assert.Equal(Allowed.Keys.Order(), Repository.Projects.Keys.Order());

    [Fact]
    public void Projects_reference_only_what_is_below_them() =>
        Assert.All(Repository.Projects, project => Assert.Empty(project.Value.Projects.Except(Allowed[project.Key], StringComparer.Ordinal)));

    [Fact]
    public void Each_package_is_named_in_exactly_one_project()
    {
        var uses = Repository.Projects.SelectMany(project => project.Value.Packages).GroupBy(package => package);
        Assert.All(uses, use => Assert.Single(use));
    }

    [Fact]
    public void Nothing_below_the_command_line_touches_the_console()
    {
        var offenders = Repository.Sources()
            .Where(path => !path.Contains("/McpBox.Cli/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path).Contains("Console.", StringComparison.Ordinal));
        Assert.Empty(offenders);
    }
}
