using System.Runtime.InteropServices;
using System.Text;
using McpBox.Journal;
using McpBox.Posix.Io;
using McpBox.Posix.Processes;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Session.Reaching;
using McpBox.Session.Records;

namespace McpBox.Session;

/// <summary>
/// Where the planes meet: a plan becomes a sandbox, the sandbox's streams meet the client's, and the journal stands between. Runs on the
/// calling thread, which has to be one that lives as long as the process (see <see cref="ISandboxEngine.Start"/>).
/// </summary>
public static class SessionRunner
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int PipeSize = 1 << 20;

    /// <summary>Runs one session on our own stdin, stdout and stderr until both sides are done.</summary>
    public static SessionOutcome Run(SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Descriptor.IgnoreSigPipe();
        var refusals = request.Engine.Check(request.Plan);
        if (refusals.Length > 0)
        {
            return new SessionOutcome.Refused(RefusalKind.Engine, refusals);
        }

        try
        {
            using var journal = JournalWriter.Create(request.JournalRoot, request.Plan.Name, request.SessionId, request.Time, request.Journal());
            using var sandbox = request.Engine.Start(request.Plan, request.SessionId, request.LastCheck);
            return Relay(request, journal, sandbox);
        }
        catch (JournalException exception)
        {
            return new SessionOutcome.Refused(RefusalKind.Journal, [new Refusal(exception.Code, exception.Reason, exception.Hint)]);
        }
        catch (SandboxException exception)
        {
            return new SessionOutcome.Refused(RefusalKind.Sandbox, [exception.Refusal]);
        }
    }

    private static SessionOutcome.Ran Relay(SessionRequest request, JournalWriter journal, ISandbox sandbox)
    {
        Descriptor.TryEnlargePipe(StandardInput, PipeSize);
        Descriptor.TryEnlargePipe(StandardOutput, PipeSize);
        using var clientOutput = NonBlockingWriter.ForInherited(StandardOutput);
        using var diagnostics = NonBlockingWriter.ForInherited(StandardError);
        var notices = new Notices(diagnostics);
        var recorder = new FrameRecorder(journal);
        var server = new SandboxedServer(sandbox);
        var settings = new RelaySettings(request.Relay, new PolicyChain(new WithholdStrayOutput()), request.Time);
        using var relay = new RelayLoop(new RelayEndpoints(StandardInput, clientOutput, diagnostics, request.Early.Kept), server, recorder, notices, settings);
        using var signals = new SignalWatch(relay.Interrupt);

        var (clientPid, clientName) = ClientProcess.Find();
        using var listed = SessionListing.TryAdd(request, journal.Path, clientName);
        if (!recorder.Event("manifest", Manifest.Write(request, sandbox, clientPid, clientName)) || !recorder.Enter(request.Index) || !recorder.Early(request.Early))
        {
            throw recorder.Failure!;
        }

        request.Recording(journal.Path);
        WarnOfWeakLimits(sandbox, notices);
        // What planning and starting needed is not needed again, and a session may wait for days.
        _ = ProgramText.Release();
        var egress = request.Hosts is { } hosts ? new SessionEgress(hosts, sandbox, relay) : null;
        var outcome = relay.Run();
        sandbox.Kill();
        egress?.End();
        var exit = server.WaitForExit();
        recorder.Event("exit", ExitData(outcome, exit));
        recorder.Seal();
        var failure = recorder.Failure is { } lost ? new Refusal(lost.Code, lost.Reason, lost.Hint) : null;
        return new SessionOutcome.Ran(exit, outcome, journal.Path, failure);
    }

    // The profile allows it (limits.enforcement = "auto"), but nobody should have to read a manifest to know.
    private static void WarnOfWeakLimits(ISandbox sandbox, Notices notices)
    {
        if (sandbox.Facts.TryGetValue("limits.memory", out var means) && !means.StartsWith("cgroup", StringComparison.Ordinal))
        {
            notices.Say(RelayCodes.WeakLimits, $"no cgroup could be made: memory is limited for each process alone ({means})");
        }
    }

    private static byte[] ExitData(RelayOutcome outcome, SandboxExit exit)
    {
        var how = exit.Signal is { } signal ? $"\"signal\":{signal}" : $"\"code\":{exit.Code ?? -1}";
        var end = EndName(outcome.End);
        return Encoding.UTF8.GetBytes($$"""{"end":"{{end}}",{{how}},"oom":{{(exit.OutOfMemory ? "true" : "false")}}}""");
    }

    private static string EndName(RelayEnd end) => end switch
    {
        RelayEnd.ServerEnded => "server-ended",
        RelayEnd.ClientClosed => "client-closed",
        RelayEnd.Interrupted => "interrupted",
        _ => "journal-failed",
    };

    /// <summary>Turns SIGTERM, SIGINT and SIGHUP into a call, instead of the end of the process.</summary>
    private sealed class SignalWatch(Action<int> onSignal) : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations =
        [
            Register(PosixSignal.SIGTERM, 15, onSignal),
            Register(PosixSignal.SIGINT, 2, onSignal),
            Register(PosixSignal.SIGHUP, 1, onSignal),
        ];

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
        }

        private static PosixSignalRegistration Register(PosixSignal signal, int number, Action<int> onSignal) =>
            PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                onSignal(number);
            });
    }
}
