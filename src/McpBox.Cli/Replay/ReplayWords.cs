using System.CommandLine.Parsing;
using System.Globalization;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>Values of replay's options.</summary>
internal static class ReplayWords
{
    private const int MostSeconds = 24 * 60 * 60;

    /// <summary><c>ids,times,tokens</c>, in any order and number.</summary>
    public static ReplayRules Rules(ArgumentResult result)
    {
        var rules = ReplayRules.None;
        foreach (var word in result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var rule = word switch { "ids" => ReplayRules.Ids, "times" => ReplayRules.Times, "tokens" => ReplayRules.Tokens, _ => ReplayRules.None };
            if (rule == ReplayRules.None)
                result.AddError($"--normalise takes ids, times and tokens with commas between, not '{word}'.");
            rules |= rule;
        }

        return rules;
    }

    /// <summary><c>500ms</c>, <c>30s</c> or <c>2m</c>.</summary>
    public static TimeSpan Timeout(ArgumentResult result)
    {
        var text = result.Tokens is [var only] ? only.Value : "";
        var (digits, milliseconds) = text switch
        {
            [.. var rest, 'm', 's'] => (rest, 1),
            [.. var rest, 's'] => (rest, 1000),
            [.. var rest, 'm'] => (rest, 60_000),
            _ => ("", 0),
        };
        var time = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? TimeSpan.FromMilliseconds((double)count * milliseconds) : TimeSpan.Zero;
        if (time <= TimeSpan.Zero || time.TotalSeconds > MostSeconds)
            result.AddError("--timeout takes a duration such as 500ms, 30s or 2m, of a day at most.");
        return time;
    }
}
