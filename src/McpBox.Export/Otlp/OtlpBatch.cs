using System.Buffers;
using System.Text.Json;

namespace McpBox.Export.Otlp;

/// <summary>Calls of one session on their way out, as one ExportTraceServiceRequest or ExportLogsServiceRequest in JSON. Bounded by count and bytes.</summary>
/// <param name="logs">Log records, or else spans.</param>
internal sealed class OtlpBatch(bool logs, string version)
{
    private const int MostCalls = 512;
    private const int FullBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private Utf8JsonWriter? _json;
    private string? _session;

    public int Count { get; private set; }

    /// <summary>Whether the call belongs to the batch: it is of the same session, and there is room.</summary>
    public bool Takes(ExportedCall call) => Count == 0 || (Count < MostCalls && _bytes.WrittenCount < FullBytes && _session == call.Session);

    public void Add(ExportedCall call)
    {
        if (Count == 0)
            Begin(call);
        else
            _bytes.Write(","u8);
        var json = Writer();
        if (logs)
            OtlpItems.Log(json, call);
        else
            OtlpItems.Span(json, call);
        json.Flush();
        Count++;
    }

    /// <summary>The request's bytes on one line, valid until the next call; the batch is empty then.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        _bytes.Write("]}]}]}"u8);
        Count = 0;
        return _bytes.WrittenMemory;
    }

    private void Begin(ExportedCall call)
    {
        _session = call.Session;
        _bytes.ResetWrittenCount();
        _bytes.Write(logs ? "{\"resourceLogs\":[{\"resource\":"u8 : "{\"resourceSpans\":[{\"resource\":"u8);
        var json = Writer();
        json.WriteStartObject();
        OtlpAttributes.OfResource(json, call);
        json.WriteEndObject();
        json.Flush();
        _bytes.Write(logs ? ",\"scopeLogs\":[{\"scope\":"u8 : ",\"scopeSpans\":[{\"scope\":"u8);
        json = Writer();
        json.WriteStartObject();
        json.WriteString("name"u8, "mcpbox");
        json.WriteString("version"u8, version);
        json.WriteEndObject();
        json.Flush();
        _bytes.Write(logs ? ",\"logRecords\":["u8 : ",\"spans\":["u8);
    }

    private Utf8JsonWriter Writer()
    {
        _json ??= new Utf8JsonWriter(_bytes);
        _json.Reset(_bytes);
        return _json;
    }
}
