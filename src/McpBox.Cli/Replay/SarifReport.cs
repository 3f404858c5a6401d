using System.Buffers;
using System.Text.Json;
using McpBox.Cli.Log;
using McpBox.Journal.Replaying;

namespace McpBox.Cli.Replay;

/// <summary>SARIF 2.1.0 (OASIS): one result for each difference, at the line of the recorded journal that it is about.</summary>
internal sealed class SarifReport : IDisposable
{
    private static readonly (string Id, string Text)[] Rules =
    [
        ("replay/differs", "What came back differs from the record."),
        ("replay/missing", "Something of the record did not come back."),
        ("replay/unexpected", "Something came back that the record does not have."),
        ("replay/stopped", "The replay could not be carried to its end."),
    ];

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly string _file;
    private int _shown;

    /// <param name="file">The recorded journal below the folder of all.</param>
    public SarifReport(string file)
    {
        (_file, _json) = (file, new Utf8JsonWriter(_buffer, new JsonWriterOptions { Indented = true }));
        _json.WriteStartObject();
        _json.WriteString("$schema"u8, "https://json.schemastore.org/sarif-2.1.0.json"u8);
        _json.WriteString("version"u8, "2.1.0"u8);
        _json.WriteStartArray("runs"u8);
        _json.WriteStartObject();
        WriteTool();
        _json.WriteStartArray("results"u8);
    }

    public void Add(ComparedMessage message)
    {
        if (message.Outcome == ReplayOutcome.Same)
            return;
        var text = string.Join('\n', (_shown++ < JUnitReport.MostShown ? message.Diff() : []).Select(VisibleText.Of).Prepend($"{MessageName.Of(message)} {MessageName.Finding(message)}"));
        Result($"replay/{MessageName.Word(message.Outcome)}", text, MessageName.Of(message), Math.Max(message.RecordedSequence, 0) + 1);
    }

    /// <summary>The whole document.</summary>
    public ReadOnlySpan<byte> End(ReplayResult result)
    {
        if (result.Stopped is { } stopped)
            Result("replay/stopped", VisibleText.Of(stopped), "the session", 1);
        _json.WriteEndArray();
        _json.WriteStartObject("properties"u8);
        _json.WriteString("recorded"u8, result.Recorded.Facts.Session);
        _json.WriteString("replayed"u8, result.Replayed.Facts.Session);
        _json.WriteStartObject("changes"u8);
        foreach (var change in result.Lineage.Changes())
            _json.WriteString(VisibleText.Of(change.Path), $"{VisibleText.Of(change.Recorded ?? "(none)")} -> {VisibleText.Of(change.Replayed ?? "(none)")}");
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void WriteTool()
    {
        _json.WriteStartObject("tool"u8);
        _json.WriteStartObject("driver"u8);
        _json.WriteString("name"u8, "mcpbox replay"u8);
        _json.WriteString("version"u8, ProductVersion.Text);
        _json.WriteStartArray("rules"u8);
        foreach (var (id, text) in Rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id"u8, id);
            Message("shortDescription", text);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Result(string rule, string text, string name, long line)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId"u8, rule);
        _json.WriteNumber("ruleIndex"u8, Array.FindIndex(Rules, known => known.Id == rule));
        _json.WriteString("level"u8, "error"u8);
        Message("message", text);
        _json.WriteStartArray("locations"u8);
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation"u8);
        _json.WriteStartObject("artifactLocation"u8);
        _json.WriteString("uri"u8, string.Join('/', _file.Split('/').Select(Uri.EscapeDataString)));
        _json.WriteEndObject();
        _json.WriteStartObject("region"u8);
        _json.WriteNumber("startLine"u8, line);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteStartArray("logicalLocations"u8);
        _json.WriteStartObject();
        _json.WriteString("name"u8, name);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Message(string member, string text)
    {
        _json.WriteStartObject(member);
        _json.WriteString("text"u8, text);
        _json.WriteEndObject();
    }
}
