using McpBox.Cli.Log.Questions;
using McpBox.Export;
using McpBox.Export.Connecting;
using McpBox.Export.Otlp;
using McpBox.Export.Syslog;
using McpBox.Journal;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Exporting;

/// <summary>Reads sessions call by call and hands each on; memory holds a batch, whatever the journals hold.</summary>
internal sealed class CallExport(LogScreen screen, Func<string, string?> variable, TimeProvider time, ExportRequest wanted, CallFilter filter)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _calls;

    /// <summary>Exports the sessions, the oldest first; 0 when every call arrived.</summary>
    /// <exception cref="ExportException">Something could not be delivered.</exception>
    public int Run(ChosenSessions sessions)
    {
        using var output = wanted.Receiver is null ? new OutputStream(wanted.File, screen.Out) : null;
        using var sink = Open(output);
        foreach (var session in sessions.OldestFirst())
        {
            try
            {
                Export(session, sink);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                sessions.Failed(session, error, screen);
            }
        }

        sink.Complete();
        return sessions.ExitCode(Report(sink));
    }

    private ICallSink Open(OutputStream? output)
    {
        if (output is not null)
            return CallSinks.File(wanted.Format, output, wanted.Bodies, ProductVersion.Text);
        var trust = ServerTrust.Of(wanted.Authority);
        return wanted.Format == ExportFormat.Otlp
            ? CallSinks.Receiver(OtlpEndpoint.Of(wanted.Receiver!, OtlpHeaders.FromEnvironment(variable), trust, wanted.Gzip), ProductVersion.Text, time, Pause)
            : CallSinks.Receiver(SyslogAddress.Of(wanted.Receiver!), trust, Patience);
    }

    private bool Pause(TimeSpan span)
    {
        Task.Delay(span, time).GetAwaiter().GetResult();
        return true;
    }

    private void Export(JournalSession session, ICallSink sink)
    {
        using var review = SessionReview.Open(session.Path, CallReading.Parts | CallParts.Ends, filter);
        foreach (var call in review.Calls())
        {
            sink.Add(CallReading.Of(call, wanted.Bodies));
            _calls++;
        }

        if (review.Totals.IsIncomplete)
            screen.Error.WriteLine($"session {session.Id}: not every record could be read as what it was; `mcpbox log verify {session.Id}` says more");
        if (wanted.Bodies && review.Totals.BodiesDropped > 0)
            screen.Error.WriteLine($"session {session.Id}: {review.Totals.BodiesDropped} messages are missing, because too many waited for an answer at once");
    }

    private int Report(ICallSink sink)
    {
        if (sink.Rejected > 0)
            throw new ExportException("MB4607", $"the receiver took {_calls} calls and rejected {sink.Rejected} spans or log records of them: {sink.Rejection}", "look at the receiver's log");
        if (wanted.Receiver is not null || wanted.File is not null)
            screen.Error.WriteLine($"exported {_calls} calls");
        return ExitCodes.Ok;
    }
}
