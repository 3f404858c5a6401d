using System.CommandLine;
using System.CommandLine.Invocation;
using McpBox.Profiles;

namespace McpBox.Cli;

/// <summary>Words that no command takes, in the form of every other refusal. A page of help would bury what is wrong.</summary>
internal static class UsageMistake
{
    /// <summary>Null when nothing is wrong, or when only a group such as <c>mcpbox log</c> was named: then its help is the answer.</summary>
    public static Problem? Of(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction || parsed.Errors.Count == 0)
            return null;
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
            return null;
        // An unknown word is more telling than the command that is missing in its place.
        var mistake = parsed.Errors.FirstOrDefault(error => parsed.UnmatchedTokens.Any(word => error.Message.Contains(word, StringComparison.Ordinal))) ?? parsed.Errors[0];
        var words = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            words.Insert(0, at.Command is RootCommand || at.Parent is null ? "mcpbox" : at.Command.Name);
        return new Problem(
            Origin.CommandLine, "MB5015", $"the command line cannot be read: {mistake.Message.TrimEnd('.')}",
            $"`{string.Join(' ', words)} --help` lists what it takes");
    }
}
