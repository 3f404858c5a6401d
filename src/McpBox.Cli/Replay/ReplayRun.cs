using System.ComponentModel;
using System.Text;
using McpBox.Cli.Log;
using McpBox.Cli.Run;
using McpBox.Journal;
using McpBox.Journal.Indexing;
using McpBox.Journal.Replaying;
using McpBox.Profiles;

namespace McpBox.Cli.Replay;

/// <summary>The composition of a replay, read from top to bottom: find the session, decide what to start, start it, compare.</summary>
internal sealed class ReplayRun(ReplayArguments arguments, string journals, TimeProvider time, LogScreen screen)
{
    /// <returns>The exit code.</returns>
    /// <exception cref="JournalException">A refusal; nothing was started.</exception>
    public int Run()
    {
        if (!OperatingSystem.IsLinux())
            throw new JournalException("MB5005", "this version of mcpbox runs servers on Linux only", "replay on Linux; log and profile work everywhere");
        var session = JournalCatalog.Find(journals, arguments.Session);
        RefuseLive(session);
        var recorded = Transcript.ReadToSend(session.Path);
        var directory = Environment.CurrentDirectory;
        var doubt = new Lazy<string?>(() => JournalTrust.Doubt(session, SessionIndex.Beside(journals, time)));
        var subject = ReplaySubject.Choose(arguments, RecordedStart.Of(recorded), Configuration.Load(ConfigurationLocations.FromProcess(), directory).HasServer, () => doubt.Value);
        if (subject.Directory is { } folder && Directory.Exists(folder))
            Environment.CurrentDirectory = folder;
        if (Refusals(subject.Run) is { } refused)
            return refused;

        Say($"replaying {session.Id} with {subject.Why}");
        if (doubt.Value is { } reason)
            Say($"note: nobody vouches for this journal, and what it holds is sent: {reason}");
        var player = new ReplayPlayer(recorded);
        var since = time.GetUtcNow();
        var played = Start(player, subject);
        if (NewJournal.Find(journals, played.ProcessId, since) is not { } found)
            return NotStarted(played);
        var result = new ReplayResult(Path.GetRelativePath(journals, session.Path), recorded, Transcript.ReadToCompare(found.Path), played.Stopped) { Unsent = player.Unsent };
        return new ReplayOutputs(arguments, screen).Write(result);
    }

    private static void RefuseLive(JournalSession session)
    {
        using var reader = JournalReader.Open(session.Path);
        if (reader.IsBeingWritten)
            throw new JournalException("MB4704", $"the session {session.Id} is still being recorded", "replay it when it has ended; `mcpbox ps` shows what runs");
    }

    /// <summary>What <c>run</c> would refuse at once is refused here, with the same words and exit codes.</summary>
    private int? Refusals(RunArguments run)
    {
        if (run.Conflict() is { } conflict)
            return Print(ExitCodes.Internal, conflict);
        var (declared, exitCode) = Declared.Find(Configuration.Load(ConfigurationLocations.FromProcess(), Environment.CurrentDirectory), run);
        return declared.Value is null ? Print(exitCode, [.. declared.Problems]) : null;
    }

    private int Print(int exitCode, params Problem[] problems)
    {
        foreach (var problem in problems)
            screen.Error.WriteLine($"mcpbox: {problem}");
        return exitCode;
    }

    private PlayedSession Start(ReplayPlayer player, ReplaySubject subject)
    {
        var environment = CallerEnvironment.Read().Select(static variable => $"{variable.Key}={variable.Value}").ToList();
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("a process without a program");
        try
        {
            return new ReplayDriver(player, arguments.Timeout, line => screen.Error.WriteLine(VisibleText.Of(line))).Play(program, subject.Words(), environment);
        }
        catch (Win32Exception error)
        {
            throw new JournalException("MB4706", $"mcpbox cannot start itself: {error.Message}", "see whether processes and open files are limited (ulimit -a)", error);
        }
    }

    private int NotStarted(PlayedSession played)
    {
        screen.Error.WriteLine("error: MB4706 no session was recorded: the server was not started");
        screen.Error.WriteLine("hint: the lines above say why");
        return played.ExitCode == ExitCodes.Ok ? ExitCodes.SandboxFailed : played.ExitCode;
    }

    private void Say(string text) => screen.Error.WriteLine(VisibleText.Of(Encoding.UTF8.GetBytes(text)));
}
