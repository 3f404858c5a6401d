using System.CommandLine;
using McpBox.Journal;

namespace McpBox.Cli.Log;

/// <summary>What every <c>log</c> command does around its own work: a screen, refusals with their codes, a last flush.</summary>
internal static class LogAction
{
    public const string SessionHelp = "A session's id, a unique prefix of it, or 'last'";

    // As if the signal had ended us, which a shell knows for what it is: 128 + SIGPIPE.
    private const int ReaderGone = 141;

    public static Option<bool> Json() => new("--json") { Description = "Print JSON Lines for programs" };

    public static int Run(ParseResult parsed, Func<string, string?> variable, Func<LogScreen, int> action) =>
        Run(parsed, variable, screen => Task.FromResult(action(screen))).GetAwaiter().GetResult();

    public static async Task<int> Run(ParseResult parsed, Func<string, string?> variable, Func<LogScreen, Task<int>> action)
    {
        var screen = LogScreen.For(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, variable);
        try
        {
            var exit = await action(screen);
            screen.Out.Flush();
            return exit;
        }
        catch (OutputClosedException)
        {
            return ReaderGone;
        }
        catch (JournalException refusal)
        {
            return Refuse(screen, refusal);
        }
        catch (DamagedJournalException damage)
        {
            return Refuse(screen, new JournalException("MB4401", damage.Message, "what can be saved of it, `gzip -dc` shows"));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(screen, new JournalException("MB4101", error.Message, "`mcpbox log list` shows what is there"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(screen, new JournalException("MB4103", $"the journal cannot be read: {error.Message}", "read it as the user who recorded it"));
        }
    }

    private static int Refuse(LogScreen screen, JournalException refusal)
    {
        try
        {
            screen.Out.Flush();
        }
        catch (Exception error) when (error is OutputClosedException or JournalException)
        {
            // What was printed so far cannot be seen any more; why the command ends still can.
        }

        screen.Error.WriteLine($"error: {refusal.Code} {VisibleText.Of(refusal.Reason)}");
        screen.Error.WriteLine($"hint: {refusal.Hint}");
        return refusal.Code switch
        {
            "MB4101" or "MB4406" or "MB4702" => ExitCodes.NotFound,
            "MB4701" => ExitCodes.PlanRefused,
            "MB4706" => ExitCodes.SandboxFailed,
            "MB5005" => ExitCodes.EngineUnavailable,
            "MB4102" or "MB4402" or "MB4403" or "MB4404" or "MB4407" => ExitCodes.Internal,
            _ => ExitCodes.JournalFailed,
        };
    }
}
