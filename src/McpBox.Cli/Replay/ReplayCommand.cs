using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary><c>mcpbox replay</c>: does a server still answer as it did?</summary>
internal static class ReplayCommand
{
    private const string DefaultTimeout = "30s";

    /// <param name="rest">Everything after the first <c>--</c>; it never goes through the option parser.</param>
    public static Command Create(ImmutableArray<string> rest) => Create(rest, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>The same, with its surroundings given.</summary>
    /// <param name="variable">The environment, by name.</param>
    public static Command Create(ImmutableArray<string> rest, Func<string, string?> variable, TimeProvider time)
    {
        var session = new Argument<string>("SESSION") { Description = LogAction.SessionHelp };
        var server = new Option<string?>("--server") { Description = "Start this server of config.toml, or this package (default: the recorded one)", HelpName = "NAME" };
        var profile = new Option<string?>("--profile") { Description = "Profile for a command line or package (default: the recorded one)", HelpName = "NAME" };
        var engine = new Option<string?>("--engine") { Description = "bubblewrap, docker or auto (default: the profile's)", HelpName = "NAME" };
        var image = new Option<string?>("--image") { Description = "Run an image that was pulled; what stands after -- goes to its ENTRYPOINT", HelpName = "REF" };
        var mount = new Option<string[]>("--mount") { Description = "Show a host path inside, read-only unless :rw is added; may be repeated", HelpName = "PATH[:ro|:rw]" };
        var exact = new Option<bool>("--exact") { Description = "Compare ids, times and tokens, too" };
        var normalise = new Option<ReplayRules>("--normalise")
        {
            Description = "What need not be the same: ids, times, tokens (default: all three)",
            HelpName = "RULES",
            CustomParser = ReplayWords.Rules,
            DefaultValueFactory = static _ => ReplayRules.All,
        };
        var json = new Option<bool>("--json") { Description = "Print an object for each difference, and one that sums up" };
        var junit = new Option<string?>("--junit") { Description = "Write JUnit XML", HelpName = "FILE" };
        var sarif = new Option<string?>("--sarif") { Description = "Write SARIF 2.1.0", HelpName = "FILE" };
        var timeout = new Option<TimeSpan>("--timeout")
        {
            Description = $"How long to wait for an answer (default: {DefaultTimeout})",
            HelpName = "TIME",
            CustomParser = ReplayWords.Timeout,
            DefaultValueFactory = static _ => TimeSpan.FromSeconds(30),
        };
        var command = new Command("replay", "Start a server afresh, send it what was recorded, and compare what comes back: mcpbox replay SESSION [-- COMMAND ARGS…]")
        {
            session, server, profile, engine, image, mount, exact, normalise, json, junit, sarif, timeout,
        };
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var rules = parsed.GetValue(exact) ? ReplayRules.None : parsed.GetValue(normalise);
            var arguments = new ReplayArguments(parsed.GetRequiredValue(session), rules, parsed.GetValue(timeout), parsed.GetValue(json), rest)
            {
                Server = parsed.GetValue(server),
                Profile = parsed.GetValue(profile),
                Engine = parsed.GetValue(engine),
                Image = parsed.GetValue(image),
                Mounts = [.. parsed.GetValue(mount) ?? []],
                JUnit = parsed.GetValue(junit),
                Sarif = parsed.GetValue(sarif),
            };
            return new ReplayRun(arguments.Absolute(), JournalRoot.FromEnvironment(variable), time, screen).Run();
        }));
        return command;
    }
}
