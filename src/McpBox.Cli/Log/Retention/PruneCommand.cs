using System.CommandLine;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Retaining;
using McpBox.Profiles;

namespace McpBox.Cli.Log.Retention;

/// <summary><c>mcpbox log prune</c></summary>
internal static class PruneCommand
{
    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing" };
        var force = new Option<bool>("--force") { Description = "Where the size limit demands it, remove journals that are younger than the policy keeps them" };
        var json = LogAction.Json();
        var command = new Command("prune", "Compress closed journals and remove old ones, as [retention] of config.toml says") { dryRun, force, json };
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var index = SessionIndex.Beside(JournalRoot.FromEnvironment(variable), time);
            var prune = new Prune(index, screen, parsed.GetValue(dryRun), parsed.GetValue(json));
            return prune.Run(Policy(), time.GetUtcNow(), parsed.GetValue(force));
        }));
        return command;
    }

    /// <exception cref="JournalException">MB4801: the user's config.toml cannot be read.</exception>
    private static RetentionPolicy Policy()
    {
        var configuration = Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory);
        if (configuration.ConfigProblems.FirstOrDefault() is { } problem)
            throw new JournalException("MB4801", $"the policy cannot be read: {problem.Origin}: {problem.Code} {problem.Message}", $"{problem.Hint}; nothing was removed");
        var section = configuration.Retention;
        return new RetentionPolicy { Keep = section.Keep, MaxSize = section.MaxSize, CompressAfter = section.CompressAfter };
    }
}
