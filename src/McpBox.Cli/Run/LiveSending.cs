using McpBox.Export;
using McpBox.Export.Live;
using McpBox.Profiles;

namespace McpBox.Cli.Run;

/// <summary>The receivers of the config's <c>[export]</c> during one session. Without any, nothing of it is even loaded.</summary>
internal sealed class LiveSending
{
    private const string NotSent = "MB4611";

    private readonly LiveExport? _export;
    private readonly SessionDiagnostics _diagnostics;
    private LiveExport.Running? _running;

    private LiveSending(LiveExport? export, SessionDiagnostics diagnostics) => (_export, _diagnostics) = (export, diagnostics);

    /// <summary>A problem instead, where what was declared cannot be meant.</summary>
    public static (LiveSending? Live, Problem? Problem) Of(ExportSection declared, SessionDiagnostics diagnostics)
    {
        if (declared is { Otlp: null, Syslog: null })
            return (new LiveSending(null, diagnostics), null);
        try
        {
            var export = LiveExport.Of(declared.Otlp, declared.Syslog, declared.Authority, Environment.GetEnvironmentVariable, ProductVersion.Text, TimeProvider.System);
            return (new LiveSending(export, diagnostics), null);
        }
        catch (ExportException refusal)
        {
            return (null, new Problem(declared.Origin, refusal.Code, refusal.Reason, refusal.Hint));
        }
    }

    public void Start(string journal) => _running = _export?.Start(journal, Say);

    public void Finish() => _running?.Finish(LiveExport.Drain);

    // From the receivers' threads.
    private void Say(string text)
    {
        RunReport.Say($"{NotSent} {text}; `mcpbox log export` sends calls afterwards");
        _diagnostics.Said(text);
    }
}
