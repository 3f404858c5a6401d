using System.CommandLine;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary><c>log grep</c></summary>
internal static class GrepCommand
{
    public static Command Create(Func<string, string?> variable, TimeProvider time)
    {
        var pattern = new Argument<string?>("PATTERN") { Description = "The text to look for; --grep says the same", Arity = ArgumentArity.ZeroOrOne };
        var json = LogAction.Json();
        var command = new Command("grep", "Look for a text in everything that was said; exits with 1 when nothing holds it") { pattern, json };
        var options = FilterOptions.AddTo(command);
        command.SetAction(parsed => LogAction.Run(parsed, variable, screen =>
        {
            var root = JournalRoot.FromEnvironment(variable);
            var filter = options.Read(parsed, root, time);
            var text = parsed.GetValue(pattern);
            if (text is not null && filter.Text is not null)
                throw new JournalException("MB4403", "the text to look for is given twice", "give PATTERN or --grep");
            var search = filter.Text ?? options.Search(parsed, text ?? "");
            return Print(ChosenSessions.Of(root, filter), filter with { Text = null }, search, parsed.GetValue(json), screen);
        }));
        return command;
    }

    private static int Print(ChosenSessions sessions, CallFilter filter, TextSearch search, bool json, LogScreen screen)
    {
        // As time went, like the lines of one session.
        var list = sessions.OldestFirst();
        var output = new OrderedOutput(screen.Out);
        var (hits, unreadable) = (0L, 0L);
        SessionWorkers.Run(list.Count, index =>
        {
            using var found = new StringWriter { NewLine = "\n" };
            try
            {
                var grep = new SessionGrep(filter, search.Copy(), json, screen.Colour);
                var (count, broken) = grep.Print(list[index], found, () => output.Relieve(index, found));
                Interlocked.Add(ref hits, count);
                Interlocked.Add(ref unreadable, broken);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                sessions.Failed(list[index], error, screen);
            }
            catch
            {
                output.Break();
                throw;
            }

            output.Finish(index, found);
        });
        if (unreadable > 0)
            screen.Error.WriteLine($"{unreadable} lines are no records; `mcpbox log verify` says where");
        return sessions.ExitCode(hits > 0 ? ExitCodes.Ok : NothingFound);
    }

    private const int NothingFound = 1;
}
