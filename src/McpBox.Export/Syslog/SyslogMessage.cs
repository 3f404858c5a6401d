using System.Buffers;
using System.Globalization;
using System.Text;
using McpBox.Journal.Reviewing;

namespace McpBox.Export.Syslog;

/// <summary>
/// A call as a syslog message (RFC 5424), without framing: at most <see cref="Longest"/> bytes, on one line whatever strangers called their tools.
/// The facts are structured data under <c>mcpbox@32473</c>, the enterprise number that RFC 5612 keeps for documentation: mcpbox has none of its own.
/// </summary>
internal sealed class SyslogMessage
{
    /// <summary>What rsyslog takes by default ($MaxMessageSize 8k); RFC 5424, section 6.1, promises no more than 480, and recommends 2048.</summary>
    public const int Longest = 8 * 1024;

    private const int ValueBytes = 256;
    private const int ErrorBytes = 512;
    private const int LogAudit = 13;
    private const string Nil = "-";

    private readonly ArrayBufferWriter<byte> _bytes = new(2048);

    /// <summary>The message's bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(ExportedCall call)
    {
        _bytes.ResetWrittenCount();
        Write(string.Create(CultureInfo.InvariantCulture, $"<{(LogAudit * 8) + Severity(call.Outcome)}>1 "));
        Write($"{ExportTime.Rfc3339(call.Start)} {Name(call.Host, 255)} mcpbox {Name(call.Session, 128)} call ");
        Facts(call);

        // MSG-UTF8 begins with the byte order mark; nothing else says that it is UTF-8.
        Write(" \uFEFF");
        Write(CallSentence.Of(call));
        return _bytes.WrittenSpan;
    }

    /// <summary>RFC 5424, table 2.</summary>
    private static int Severity(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Ok => 6,
        CallOutcome.Denied => 4,
        _ => 5,
    };

    private void Facts(ExportedCall call)
    {
        Write("[mcpbox@32473");
        Parameter("session", call.Session);
        Parameter("seq", call.Sequence.ToString(CultureInfo.InvariantCulture));
        Parameter("server", call.Server);
        Parameter("profile", call.Profile);
        Parameter("client", call.Client);
        Parameter("client_version", call.ClientVersion);
        Parameter("user", call.User);
        Parameter("direction", call.FromClient ? "c2s" : "s2c");
        Parameter("request_id", call.RequestId);
        Parameter("method", call.Method);
        Parameter("tool", call.Tool);
        Parameter("outcome", OutcomeWord.Of(call));
        Parameter("verdict", call.Verdict);
        Parameter("rule", call.Rule);
        Parameter("error_code", call.ErrorCode?.ToString(CultureInfo.InvariantCulture));
        Parameter("error_message", call.ErrorMessage, ErrorBytes);
        Parameter("latency_us", Known(call.Latency));
        Parameter("request_bytes", Known(call.RequestBytes));
        Parameter("response_bytes", Known(call.ResponseBytes));
        Parameter("arguments_sha256", call.ArgumentsSha256);
        Parameter("result_sha256", call.ResultSha256);
        Bodies(call);
        Write("]");
    }

    // What is left of the message after everything else, halved; a quote in JSON costs two bytes here.
    private void Bodies(ExportedCall call)
    {
        var room = (Longest - _bytes.WrittenCount - (2 * ValueBytes) - Encoding.UTF8.GetByteCount(CallSentence.Of(call))) / 4;
        if (room < ValueBytes)
            return;
        Parameter("request", call.Request, room);
        Parameter("response", call.Response, room);
    }

    private static string? Known(long number) => number < 0 ? null : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>RFC 5424, section 6.3.3: a quote, a backslash and a closing bracket are escaped, and nothing else may be.</summary>
    private void Parameter(string name, string? value, int bytes = ValueBytes)
    {
        if (value is null)
            return;
        var escaped = new StringBuilder(ExportText.Short(value, bytes));
        escaped.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("]", "\\]");
        Write($" {name}=\"{escaped}\"");
    }

    /// <summary>A header's field: printable ASCII without blanks, or <c>-</c>.</summary>
    private static string Name(string? text, int length)
    {
        if (string.IsNullOrEmpty(text))
            return Nil;
        return string.Concat(text.Take(length).Select(static character => character is > ' ' and < '\u007F' ? character : '_'));
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
