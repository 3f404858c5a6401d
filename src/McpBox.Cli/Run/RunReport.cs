using System.Collections.Immutable;
using McpBox.Posix.Io;
using McpBox.Profiles;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Session;
using McpBox.Session.Planning;

namespace McpBox.Cli.Run;

/// <summary>What a person reads about a session, on stderr (stdout belongs to the protocol), and the exit code.</summary>
internal static class RunReport
{
    private static readonly string[] StreamNames = ["stdin", "stdout", "stderr"];

    /// <summary>How long a refusal waits for the client's first request, to answer it with the reason.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Prints every problem, tells the client, and gives the exit code back.</summary>
    /// <param name="early">What the client wrote already.</param>
    public static int Refuse(int exitCode, ImmutableArray<Problem> problems, ReadOnlySpan<byte> early = default)
    {
        foreach (var problem in problems)
        {
            Say(problem.ToString());
        }

        RefusalAnswer.Give(problems[0].Code, problems[0].Message, problems[0].Hint, Patience, TimeProvider.System, early);
        return exitCode;
    }

    /// <summary>
    /// The number of a closed stream would be given to the next file that is opened, and what belongs to the client would go there.
    /// </summary>
    /// <returns>Null when stdin, stdout and stderr are all there, else the exit code.</returns>
    public static int? RefuseClosedStreams()
    {
        var closed = StreamNames.Where((_, fd) => OperatingSystem.IsLinux() && !Descriptor.IsInherited(fd)).ToList();
        if (closed.Count == 0)
        {
            return null;
        }

        if (!closed.Contains("stderr"))
        {
            Say(new Problem(
                Origin.CommandLine, "MB5007", $"{string.Join(" and ", closed)} {(closed.Count == 1 ? "is" : "are")} closed",
                "start mcpbox with all three streams open, if need be on /dev/null").ToString());
        }

        return ExitCodes.Internal;
    }

    public static void Warn(ImmutableArray<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Say(warning);
        }
    }

    public static int ExitCode(PlanFailureKind failure) => failure switch
    {
        PlanFailureKind.NotFound => ExitCodes.NotFound,
        PlanFailureKind.CannotExecute => ExitCodes.CannotExecute,
        _ => ExitCodes.PlanRefused,
    };

    /// <param name="early">What the client wrote before the session was to begin.</param>
    public static int End(SandboxPlan plan, SessionOutcome outcome, ReadOnlySpan<byte> early = default) => outcome switch
    {
        SessionOutcome.Refused refused => Refuse(
            ExitCode(refused.Kind),
            [.. refused.Refusals.Select(refusal => refusal.At(new Origin(plan.Name, 0, 0)))],
            early),
        SessionOutcome.Ran ran => Ended(plan, ran),
        _ => ExitCodes.Internal,
    };

    private static int ExitCode(RefusalKind kind) => kind switch
    {
        RefusalKind.Engine => ExitCodes.EngineUnavailable,
        RefusalKind.Sandbox => ExitCodes.SandboxFailed,
        _ => ExitCodes.JournalFailed,
    };

    private static int Ended(SandboxPlan plan, SessionOutcome.Ran ran)
    {
        if (ran.Journal is { } failure)
        {
            Say($"{failure.Code} {failure.Message}; the session was ended, because nothing is forwarded that is not recorded\nhint: {failure.Hint}");
            return ExitCodes.JournalFailed;
        }

        // Before anything that the end itself may have caused: a server that was still starting never ran.
        if (ran.Relay.End == RelayEnd.Interrupted)
        {
            return 128 + ran.Relay.Signal;
        }

        if (ran.Exit.SetupFailure is not null)
        {
            Say($"{RelayCodes.ServerEnded} the server {plan.Name} {ran.Exit.Describe()}");
            return ExitCodes.SandboxFailed;
        }

        if (ran.Relay.End == RelayEnd.ServerEnded && ran.Exit.ShellCode != 0)
        {
            Say($"{RelayCodes.ServerEnded} the server {plan.Name} {ran.Exit.Describe()}; its last words are above, the record is {ran.JournalPath}");
        }

        return ran.Exit.ShellCode;
    }

    // Paths, arguments and bubblewrap's words may hold escape sequences; a terminal must not obey them.
    public static void Say(string text) => Console.Error.WriteLine(PlainText.EscapeLines($"mcpbox: {text}"));
}
