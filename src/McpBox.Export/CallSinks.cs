using McpBox.Export.Connecting;
using McpBox.Export.Formats;
using McpBox.Export.Otlp;
using McpBox.Export.Syslog;

namespace McpBox.Export;

/// <summary>How calls are written.</summary>
public enum ExportFormat
{
    /// <summary>OpenTelemetry's traces and logs, in JSON.</summary>
    Otlp,

    /// <summary>OCSF 1.3.0, API Activity, JSON Lines.</summary>
    Ocsf,

    /// <summary>HTTP Archive 1.2.</summary>
    Har,

    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>RFC 5424.</summary>
    Syslog,
}

/// <summary>The places that calls can go to.</summary>
public static class CallSinks
{
    /// <summary>A file. Disposing leaves the stream open.</summary>
    /// <param name="bodies">Whether the calls bring their messages.</param>
    /// <param name="version">mcpbox's own, which writes this.</param>
    public static ICallSink File(ExportFormat format, Stream output, bool bodies, string version) => format switch
    {
        ExportFormat.Otlp => new OtlpSink(new OtlpLines(output), version),
        ExportFormat.Ocsf => new OcsfFormat(output, version),
        ExportFormat.Har => new HarFormat(output, version),
        ExportFormat.Csv => new CsvFormat(output, bodies),
        ExportFormat.Syslog => new SyslogLines(output),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>A receiver of OTLP. Nothing is sent before a batch is full or asked for.</summary>
    /// <param name="pause">Waits until a busy receiver is asked again; false when there is no time left to wait.</param>
    public static ICallSink Receiver(OtlpEndpoint endpoint, string version, TimeProvider time, Func<TimeSpan, bool> pause) =>
        new OtlpSink(new OtlpSender(endpoint, time, pause), version);

    /// <summary>A receiver of syslog; connects.</summary>
    /// <param name="patience">How long a connect, a handshake or a write may take.</param>
    /// <exception cref="ExportException">MB4604: nobody is there, or nobody that is trusted.</exception>
    public static ICallSink Receiver(SyslogAddress address, ServerTrust trust, TimeSpan patience) => SyslogSender.Connect(address, trust, patience);
}
