using System.Runtime.InteropServices;
using McpBox.Journal;
using McpBox.Journal.Reviewing;
using McpBox.Posix.Io;

namespace McpBox.Cli.Log.Live;

/// <summary>
/// <c>log tail</c> on a terminal: a call is one line, which waits at the bottom until its answer is there; what is no call is a line between.
/// Memory is bounded by the longest line and the calls that wait (65,536 a direction, of which a few are shown).
/// </summary>
internal sealed class LiveTail(LogScreen screen, Func<WindowSize> window, TimeProvider time)
{
    private const int Interrupted = 130;
    private const int Terminated = 143;
    private const int MostOpen = 8;
    private const int MostUnanswered = 16;

    // Then the bottom is drawn again and interrupts are looked for, even if there is more to read.
    private const int MostLines = 4096;

    private readonly Footer _footer = new(screen);
    private CallLine _calls = new(0);
    private long _start;
    private long _skip;
    private long _ended;
    private long _errors;
    private bool _sealed;

    /// <summary>Shows what has come of the last <paramref name="lines"/> records; then, if asked, what is added until the seal, the writer's end or a signal.</summary>
    public async Task<int> PrintAsync(string path, int lines, bool follow, CancellationToken cancel)
    {
        using var session = RecordFollower.Open(path);
        _skip = Math.Max(0, SessionTail.CountLines(path) - Math.Max(0, lines));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var exit = Interrupted;
        using var interrupt = On(PosixSignal.SIGINT, stop, () => exit = Interrupted);
        using var end = On(PosixSignal.SIGTERM, stop, () => exit = Terminated);
        try
        {
            while (!_sealed)
            {
                // In this order: what the writer appended before it ended is read before its end is believed.
                var live = session.IsBeingWritten;
                var more = Show(session);
                if (!more && !(follow && live))
                    return End(session, live && !_sealed);
                if (!_sealed && follow && live)
                    Draw(session);
                screen.Out.Flush();
                if (!more && !_sealed)
                    await SessionTail.WaitAsync(time, stop.Token);
                if (stop.IsCancellationRequested)
                    return exit;
            }

            return End(session, live: false);
        }
        finally
        {
            _footer.Clear();
            screen.Out.Flush();
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, CancellationTokenSource stop, Action note) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        note();
        stop.Cancel();
    });

    private int Columns => Math.Max(1, window().Columns - 1);

    /// <summary>True when there may be more to read at once.</summary>
    private bool Show(RecordFollower session)
    {
        var columns = Columns;
        for (var read = 0; read < MostLines; read++)
        {
            if (_sealed || !session.TryRead(out var line, out var record))
                return false;
            if (session.Line == 0 && session.IsRecord)
                (_start, _calls) = (record.Monotonic, new CallLine(record.Monotonic));
            var quiet = session.Line < _skip;
            if (!session.IsRecord && !quiet)
                _footer.Print(CallLine.Fit(Timeline.UnreadableLine(line.Length), columns), LogScreen.Red);
            else if (session.IsRecord && !quiet && IsLine(session, record))
                _footer.Print(CallLine.Fit(Timeline.LineOf(record, Timeline.OwnName(record), _start, full: false), columns), Timeline.PaintOf(record));
            while (session.TryTakeEnded(out var call))
                Count(call, quiet, columns);
            _sealed = session.IsRecord && record.IsSeal;
        }

        return true;
    }

    /// <summary>What is no part of a call, or a batch, whose calls are shown one by one unless it was stopped as a whole.</summary>
    private static bool IsLine(RecordFollower session, in JournalRecord record) =>
        !session.IsOfCall && !(record.Kind.SequenceEqual("batch"u8) && record.Verdict.SequenceEqual("forward"u8));

    private void Count(JournalCall call, bool quiet, int columns)
    {
        _ended++;
        _errors += call.Outcome == CallOutcome.Error ? 1 : 0;
        if (!quiet)
            _footer.Print(_calls.Ended(call, columns), CallLine.PaintOf(call));
    }

    private void Draw(RecordFollower session)
    {
        var size = window();
        var columns = Math.Max(1, size.Columns - 1);
        var now = time.GetUtcNow();
        List<(string, string?)> lines = [];
        foreach (var call in session.OldestOpen(Math.Clamp((size.Rows / 2) - 1, 0, MostOpen)))
            lines.Add((_calls.Open(call, now, columns), null));
        lines.Add((StatusLine.Of(session, _ended, _errors, columns), LogScreen.Dim));
        _footer.Draw(lines);
    }

    private int End(RecordFollower session, bool live)
    {
        var columns = Columns;
        if (live)
        {
            foreach (var call in session.OldestOpen(MostUnanswered))
                _footer.Print(_calls.Open(call, time.GetUtcNow(), columns), null);
            return ExitCodes.Ok;
        }

        session.End();
        for (var shown = 0; session.TryTakeEnded(out var call); shown++)
        {
            if (shown < MostUnanswered)
                Count(call, quiet: false, columns);
            else if (shown == MostUnanswered)
                _footer.Print("and more without an answer; `mcpbox log show --calls --status unanswered` lists them", LogScreen.Yellow);
        }

        _footer.Clear();
        screen.Out.Flush();
        if (!_sealed)
            screen.Error.WriteLine("the session ended without a seal");
        return ExitCodes.Ok;
    }
}
