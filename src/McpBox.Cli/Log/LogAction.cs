using System.CommandLine;
using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary>What every <c>log</c> command does around its own work: a screen, refusals with their codes, a last flush.</summary>
internal static class LogAction
{
    public const string SessionHelp = "A session's id, a unique prefix of it, or 'last'";

    public static Option<bool> Json() => new("--json") { Description = "Print JSON Lines for programs" };

    public static int Run(ParseResult parsed, Func<string, string?> variable, Func<LogScreen, int> action) =>
        Run(parsed, variable, screen => Task.FromResult(action(screen))).GetAwaiter().GetResult();

    public static async Task<int> Run(ParseResult parsed, Func<string, string?> variable, Func<LogScreen, Task<int>> action)
    {
        var screen = LogScreen.For(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, variable);
        try
        {
            return await action(screen);
        }
        catch (JournalException refusal)
        {
            return Refuse(screen, refusal);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(screen, new JournalException("MB4101", error.Message, "`mcpbox log list` shows what is there"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(screen, new JournalException("MB4103", $"the journal cannot be read: {error.Message}", "read it as the user who recorded it"));
        }
        finally
        {
            await screen.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static int Refuse(LogScreen screen, JournalException refusal)
    {
        screen.Error.WriteLine($"error: {refusal.Code} {VisibleText.Of(refusal.Reason)}");
        screen.Error.WriteLine($"hint: {refusal.Hint}");
        return refusal.Code switch
        {
            "MB4101" => ExitCodes.NotFound,
            "MB4102" => ExitCodes.Internal,
            _ => ExitCodes.JournalFailed,
        };
    }
}
