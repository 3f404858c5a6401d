using System.CommandLine;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary><c>log stats</c></summary>
internal static class StatsCommand
{
    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var json = LogAction.Json();
        var command = new Command("stats", "Count calls, errors, refusals, bytes and latencies, for each tool, method and host") { json };
        var options = FilterOptions.AddTo(command);
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            var filter = options.Read(parsed, root, time);
            var sessions = ChosenSessions.Of(root, filter);
            var numbers = Count(sessions, filter, screen);
            if (parsed.GetValue(json))
                screen.WriteLine(StatsJson.Of(numbers, filter, sessions.Unread));
            else
                StatsTable.Print(numbers, filter, screen);
            return sessions.ExitCode(ExitCodes.Ok);
        }));
        return command;
    }

    private static CallStatistics Count(ChosenSessions sessions, CallFilter filter, LogScreen screen)
    {
        var all = new CallStatistics();
        var list = sessions.NewestFirst().ToList();
        SessionWorkers.Run(list.Count, index =>
        {
            try
            {
                var one = CallStatistics.Of(list[index].Path, filter with { Text = filter.Text?.Copy() });
                lock (all)
                    all.Add(one);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                sessions.Failed(list[index], error, screen);
            }
        });
        return all;
    }
}
