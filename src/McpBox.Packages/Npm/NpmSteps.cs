using System.Collections.Immutable;
using McpBox.Packages.Building;

namespace McpBox.Packages.Npm;

/// <summary>The programs of an npm build. Nothing of a user's or a machine's own configuration of npm has a say inside.</summary>
internal static class NpmSteps
{
    private const string Own = ".mcpbox";

    public static BuildStep NodeVersion(string folder) => new() { Program = "node", Arguments = ["--version"], Folder = folder, TimeLimit = TimeSpan.FromMinutes(1) };

    public static BuildStep Lock(string folder, IBuildGateway gateway) => Npm(folder, gateway, null, "install", "--package-lock-only", "--ignore-scripts");

    public static BuildStep Install(string folder, IBuildGateway gateway, Action<string>? said) => Npm(folder, gateway, said, "ci", "--ignore-scripts");

    /// <summary>The packages' own scripts: without any network.</summary>
    /// <param name="nodeFolder">Has <c>include/node</c>, so that native modules need no download of headers; null where there are none.</param>
    public static BuildStep Scripts(string folder, string? nodeFolder, Action<string>? said)
    {
        var step = Npm(folder, null, said, "rebuild", "--foreground-scripts");
        var environment = step.Environment.Add("npm_config_offline", "true").Add("npm_config_dangerously_allow_all_scripts", "true");
        return step with { Environment = nodeFolder is null ? environment : environment.Add("npm_config_nodedir", nodeFolder), TimeLimit = TimeSpan.FromMinutes(20) };
    }

    private static BuildStep Npm(string folder, IBuildGateway? gateway, Action<string>? said, params ImmutableArray<string> arguments)
    {
        // Files that are not there: npm refuses one file for two purposes, and finds the machine's own if it is told of none.
        var settings = new Dictionary<string, string>
        {
            ["registry"] = $"http://{BuildStep.GatewayAddress}/",
            ["userconfig"] = Path.Combine(folder, Own, "user"),
            ["globalconfig"] = Path.Combine(folder, Own, "global"),
            ["cache"] = Path.Combine(folder, Own, "cache"),
            ["logs_max"] = "0",
            ["audit"] = "false",
            ["fund"] = "false",
            ["update_notifier"] = "false",
            ["progress"] = "false",
            ["color"] = "false",
            ["loglevel"] = "error",
            ["umask"] = "0022",
            ["lockfile_version"] = "3",

            // A lock that comes with a package names the registry of its author.
            ["replace_registry_host"] = "always",
            ["omit_lockfile_registry_resolved"] = "false",

            // A refusal stays one, however often it is asked again.
            ["fetch_retries"] = "0",
        };
        return new BuildStep
        {
            Program = "npm",
            Arguments = arguments,
            Folder = folder,
            Gateway = gateway,
            Said = said,
            Environment = settings.ToImmutableSortedDictionary(static pair => $"npm_config_{pair.Key}", static pair => pair.Value, StringComparer.Ordinal),
        };
    }
}
