using System.Collections.Immutable;
using McpBox.Cli.Run;
using McpBox.Journal;
using McpBox.Journal.Replaying;
using McpBox.Profiles;

namespace McpBox.Cli.Replay;

/// <summary>What is started for a replay.</summary>
/// <param name="Run">As if it had been typed after <c>mcpbox run</c>.</param>
/// <param name="Directory">Where; null for the current folder.</param>
/// <param name="Why">For people.</param>
internal sealed record ReplaySubject(RunArguments Run, string? Directory, string Why)
{
    /// <summary>
    /// What the user names counts first, and needs nobody's word. Otherwise the session's manifest says what it was, if <paramref name="doubt"/>
    /// is null: a configured server of that name, a package, or the command line that was recorded.
    /// </summary>
    /// <param name="doubt">Why the manifest is not to be believed; asked only when it is needed.</param>
    /// <exception cref="JournalException">MB4701: it is not to be believed. MB4702: it does not say what could be started.</exception>
    public static ReplaySubject Choose(ReplayArguments arguments, RecordedStart recorded, Func<string, bool> isConfigured, Func<string?> doubt)
    {
        if (arguments.Server is { } named)
            return Of(arguments, named, arguments.Profile, arguments.Rest, $"the server {named}, as --server says");
        if (arguments.Image is not null || !arguments.Rest.IsEmpty)
        {
            var profile = arguments.Profile ?? (doubt() is null ? recorded.Profile : null);
            return Of(arguments, null, profile, arguments.Rest, $"what the command line says, under the profile {profile ?? Configuration.DefaultProfile}");
        }

        if (doubt() is { } reason)
        {
            throw new JournalException(
                "MB4701", $"nobody vouches for what this journal says was run: {reason}",
                "name what is to be started: --server NAME, or -- COMMAND ARGS…; `mcpbox log verify` says more about the journal");
        }

        return Recorded(arguments, recorded, isConfigured);
    }

    private static ReplaySubject Recorded(ReplayArguments arguments, RecordedStart recorded, Func<string, bool> isConfigured)
    {
        if (recorded.Server is { } server && isConfigured(server))
            return Of(arguments, server, arguments.Profile, [], $"the configured server {server}");
        var profile = arguments.Profile ?? recorded.Profile;
        if (recorded.Spec is { } spec)
            return Of(arguments, spec, profile, [], $"the package {spec}");
        if (recorded.InImage)
        {
            throw new JournalException(
                "MB4702", $"the session of {recorded.Server ?? "an unnamed server"} ran in an image that no configured server names",
                "say which: --image REF [-- ARGS…], or --server NAME");
        }

        return recorded.Argv.IsEmpty
            ? throw new JournalException("MB4702", "the journal does not say what was run", "say what to run: --server NAME, or -- COMMAND ARGS…")
            : Of(arguments, null, profile, recorded.Argv, "the command line that was recorded") with { Directory = recorded.Directory };
    }

    private static ReplaySubject Of(ReplayArguments arguments, string? server, string? profile, ImmutableArray<string> rest, string why) =>
        new(new RunArguments(server, profile, arguments.Engine, arguments.Image, arguments.Mounts, null, rest), null, why);

    /// <summary>Its words on a command line of mcpbox.</summary>
    public IReadOnlyList<string> Words()
    {
        var words = new List<string> { "mcpbox", "run" };
        if (Run.Server is { } server)
            words.Add(server);
        Add(words, "--profile", Run.Profile);
        Add(words, "--engine", Run.Engine);
        Add(words, "--image", Run.Image);
        foreach (var mount in Run.Mounts)
            Add(words, "--mount", mount);
        return [.. words, "--", .. Run.Rest];
    }

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
            words.AddRange([option, value]);
    }
}
