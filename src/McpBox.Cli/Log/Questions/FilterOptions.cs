using System.Collections.Immutable;
using System.CommandLine;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>The options with which list, show, grep, stats and export are told what is meant.</summary>
internal sealed class FilterOptions
{
    private const string Patterns = "; * and ? stand for other characters; may be repeated";

    private readonly Option<string[]> _servers = new("--server") { Description = "Only of these servers" + Patterns };
    private readonly Option<string[]> _tools = new("--tool") { Description = "Only calls of these tools" + Patterns };
    private readonly Option<string[]> _methods = new("--method") { Description = "Only calls of these methods" + Patterns };
    private readonly Option<string[]> _clients = new("--client") { Description = "Only calls of these clients, by the name that they give or their process's" + Patterns };
    private readonly Option<string[]> _hosts = new("--host") { Description = "Only calls that reached or asked for these hosts" + Patterns };
    private readonly Option<string[]> _sessions = new("--session") { Description = "Only of these sessions: ids, their beginnings, or 'last'; may be repeated" };
    private readonly Option<string?> _since = new("--since") { Description = "Only from this time on: 2026-11-20 (UTC), 2026-11-20T09:00:00Z, or 2d, 3h, 30m ago" };
    private readonly Option<string?> _until = new("--until") { Description = "Only before this time; a day is included" };
    private readonly Option<string[]> _status = new("--status") { Description = "Only calls that came to this: ok, error, denied, unanswered, cancelled, slow; may be repeated" };
    private readonly Option<string> _slow = new("--slow") { Description = "What --status slow means", DefaultValueFactory = static _ => "1s" };
    private readonly Option<string?> _grep = new("--grep") { Description = "Only calls whose request or answer holds this text" };
    private readonly Option<bool> _regex = new("--regex", "-E") { Description = "The text is a regular expression" };
    private readonly Option<bool> _ignoreCase = new("--ignore-case", "-i") { Description = "Upper and lower case are the same in the text" };

    private FilterOptions()
    {
    }

    /// <summary>Gives the command these options.</summary>
    /// <param name="session">Whether it is to have <c>--session</c>: not a command that names one anyway.</param>
    public static FilterOptions AddTo(Command command, bool session = true)
    {
        var options = new FilterOptions();
        if (session)
            command.Add(options._sessions);
        foreach (var option in new Option[]
        {
            options._servers, options._tools, options._methods, options._clients, options._hosts, options._since, options._until,
            options._status, options._slow, options._grep, options._regex, options._ignoreCase,
        })
            command.Add(option);
        return options;
    }

    /// <summary>What was typed, as a filter.</summary>
    /// <exception cref="JournalException">MB4402, MB4403, MB4404: a value means nothing; MB4101: there is no last session.</exception>
    public CallFilter Read(ParseResult parsed, string root, TimeProvider time)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? since = parsed.GetValue(_since) is { } first ? TimeWords.Moment("--since", first, now, endOfDay: false) : null;
        DateTimeOffset? until = parsed.GetValue(_until) is { } last ? TimeWords.Moment("--until", last, now, endOfDay: true) : null;
        if (since >= until)
            throw new JournalException("MB4402", "--since is not before --until", "exchange them, or leave one out");
        return new CallFilter
        {
            Servers = Values(parsed, _servers),
            Tools = Values(parsed, _tools),
            Methods = Values(parsed, _methods),
            Clients = Values(parsed, _clients),
            Hosts = Values(parsed, _hosts),
            Sessions = [.. Values(parsed, _sessions).Select(id => id == "last" ? JournalCatalog.Find(root, id).Id : id)],
            Since = since,
            Until = until,
            Status = Status(Values(parsed, _status)),
            Slow = TimeWords.Span("--slow", parsed.GetRequiredValue(_slow)),
            Text = parsed.GetValue(_grep) is { } text ? Search(parsed, text) : null,
        };
    }

    /// <summary>A search for a text, with the options that say how.</summary>
    /// <exception cref="JournalException">MB4403</exception>
    public TextSearch Search(ParseResult parsed, string text) => TextSearch.Create(text, parsed.GetValue(_regex), parsed.GetValue(_ignoreCase));

    private static ImmutableArray<string> Values(ParseResult parsed, Option<string[]> option) => [.. parsed.GetValue(option) ?? []];

    private static CallStatus Status(ImmutableArray<string> words) => words.SelectMany(static word => word.Split(',')).Aggregate(default(CallStatus), static (status, word) => status | word switch
    {
        "ok" => CallStatus.Ok,
        "error" => CallStatus.Error,
        "denied" => CallStatus.Denied,
        "unanswered" => CallStatus.Unanswered,
        "cancelled" => CallStatus.Cancelled,
        "slow" => CallStatus.Slow,
        _ => throw new JournalException("MB4404", $"--status '{word}' is none", "ok, error, denied, unanswered, cancelled and slow are"),
    });
}
