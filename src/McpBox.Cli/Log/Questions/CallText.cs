using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpBox.Journal.Reviewing;

namespace McpBox.Cli.Log.Questions;

/// <summary>A call as lines that can be compared: what was asked and answered, with each JSON value on a line of its own.</summary>
internal static class CallText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Visible text: nothing of it can drive a terminal.</summary>
    public static List<string> Lines(JournalCall call) =>
    [
        VisibleText.Of($"{call.Method} {call.Tool}".TrimEnd()),
        .. Pretty(CallSpeech.Asked(call)),
        $"{CallJson.Word(call.Outcome)} {VisibleText.Of(call.Rule ?? "")}".TrimEnd(),
        .. Pretty(CallSpeech.Answered(call)),
    ];

    private static List<string> Pretty(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return [];
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 900 });
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Indented))
                document.WriteTo(writer);
            return Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Select(static line => VisibleText.Of(line.TrimEnd('\r'))).ToList();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, nested too deep, or with half a character in it: as it stands there.
            return [VisibleText.Of(json)];
        }
    }
}
