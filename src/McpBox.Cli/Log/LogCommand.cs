using System.CommandLine;
using McpBox.Cli.Log.Exporting;
using McpBox.Cli.Log.Live;
using McpBox.Cli.Log.Questions;
using McpBox.Cli.Log.Retention;
using McpBox.Cli.View;
using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary><c>mcpbox log</c>: what was said in recorded sessions.</summary>
internal static class LogCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>The same, with its surroundings given.</summary>
    /// <param name="variable">The environment, by name.</param>
    public static Command Create(Func<string, string?> variable, TimeProvider time) => new("log", "Read and check what was recorded")
    {
        List(variable, time),
        Show(variable, time),
        Tail(variable, time),
        GrepCommand.Create(variable, time),
        StatsCommand.Create(variable, time),
        VerifyCommand.Create(variable, time),
        KeyCommand.Create(variable, time),
        PruneCommand.Create(variable, time),
        ExportCommand.Create(variable, time),
        ViewCommand.Create(variable, time),
        HtmlCommand.Create(variable),
        DiffCommand.Create(variable),
    };

    private static Command List(Func<string, string?> variable, TimeProvider time)
    {
        var json = LogAction.Json();
        var command = new Command("list", "List the recorded sessions, the newest first") { json };
        var options = FilterOptions.AddTo(command);
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            return SessionList.Print(root, options.Read(parsed, root, time), screen, parsed.GetValue(json));
        }));
        return command;
    }

    private static Command Show(Func<string, string?> variable, TimeProvider time)
    {
        var session = new Argument<string>("SESSION") { Description = LogAction.SessionHelp };
        var full = new Option<bool>("--full") { Description = "Show whole frames instead of their beginnings" };
        var calls = new Option<bool>("--calls") { Description = "Show calls, each request with what came of it, instead of records" };
        var json = LogAction.Json();
        var command = new Command("show", "Show a session as a timeline") { session, full, calls, json };
        var options = FilterOptions.AddTo(command, session: false);
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            var filter = options.Read(parsed, root, time);
            var found = JournalCatalog.Find(root, parsed.GetRequiredValue(session));
            return parsed.GetValue(calls)
                ? CallList.Print(found.Path, filter, screen, parsed.GetValue(json))
                : SessionView.Show(found.Path, filter, screen, parsed.GetValue(json), parsed.GetValue(full));
        }));
        return command;
    }

    private static Command Tail(Func<string, string?> variable, TimeProvider time)
    {
        var session = new Argument<string>("SESSION") { Description = LogAction.SessionHelp, DefaultValueFactory = static _ => "last" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the session ends" };
        var lines = new Option<int>("--lines", "-n") { Description = "How many records to begin with", DefaultValueFactory = static _ => 10 };
        var json = LogAction.Json();
        var command = new Command("tail", "Show a session's last records") { session, follow, lines, json };
        command.SetAction((parsed, cancel) => LogAction.Run(parsed, variable, screen =>
        {
            var found = JournalCatalog.Find(JournalRoot.FromEnvironment(variable), parsed.GetRequiredValue(session));
            if (screen.Window is { } window && !parsed.GetValue(json))
                return new LiveTail(screen, window, time).PrintAsync(found.Path, parsed.GetValue(lines), parsed.GetValue(follow), cancel);
            return new SessionTail(screen, parsed.GetValue(json), time).PrintAsync(found.Path, parsed.GetValue(lines), parsed.GetValue(follow), cancel);
        }));
        return command;
    }
}
