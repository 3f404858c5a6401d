using System.Collections.Immutable;
using System.Diagnostics;
using McpBox.Export.Connecting;
using McpBox.Export.Otlp;
using McpBox.Export.Syslog;

namespace McpBox.Export.Live;

/// <summary>The receivers that hear of a session's calls while it goes on.</summary>
public sealed class LiveExport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ImmutableArray<(string Name, Func<Func<TimeSpan, bool>, ICallSink> Open)> _ways;

    private LiveExport(ImmutableArray<(string, Func<Func<TimeSpan, bool>, ICallSink>)> ways) => _ways = ways;

    /// <summary>How long a session's end waits for what is left to be sent.</summary>
    public static TimeSpan Drain { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks what was declared; connects to nobody. Null when nothing was declared.</summary>
    /// <param name="otlp">As <c>log export --format otlp --to</c> takes it; null for none.</param>
    /// <param name="syslog">Likewise.</param>
    /// <param name="authority">PEM file of the authorities that may sign their certificates; null for the system's.</param>
    /// <exception cref="ExportException">MB4602, MB4608, MB4609, MB4610.</exception>
    public static LiveExport? Of(string? otlp, string? syslog, string? authority, Func<string, string?> variable, string version, TimeProvider time)
    {
        if (otlp is null && syslog is null)
            return null;
        var trust = ServerTrust.Of(authority);
        var ways = ImmutableArray.CreateBuilder<(string, Func<Func<TimeSpan, bool>, ICallSink>)>();
        if (otlp is not null)
        {
            var endpoint = OtlpEndpoint.Of(otlp, OtlpHeaders.FromEnvironment(variable), trust, compress: false);
            ways.Add((endpoint.Address.GetLeftPart(UriPartial.Path), pause => CallSinks.Receiver(endpoint, version, time, pause)));
        }

        if (syslog is not null)
        {
            var address = SyslogAddress.Of(syslog);
            ways.Add((address.ToString(), _ => CallSinks.Receiver(address, trust, Patience)));
        }

        return new LiveExport(ways.ToImmutable());
    }

    /// <summary>Begins to send what is recorded in a journal.</summary>
    /// <param name="say">Hears what goes wrong, once for each receiver; from other threads. Text of receivers in it is on one line.</param>
    public Running Start(string journal, Action<string> say) =>
        new([.. _ways.Select(way => new LiveReceiver(way.Name, journal, way.Open, say))], say);

    /// <summary>A session's receivers at work.</summary>
    public sealed class Running
    {
        private readonly ImmutableArray<LiveReceiver> _receivers;
        private readonly Action<string> _say;

        internal Running(ImmutableArray<LiveReceiver> receivers, Action<string> say) => (_receivers, _say) = (receivers, say);

        /// <summary>Sends what is left, for at most so long in all, and says what could not be sent.</summary>
        public void Finish(TimeSpan patience)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var receiver in _receivers)
                receiver.End();
            foreach (var receiver in _receivers)
            {
                if (receiver.Wait(patience - Stopwatch.GetElapsedTime(start)) is { } rest)
                    _say(rest);
                receiver.Dispose();
            }
        }
    }
}
