using System.Globalization;
using System.Text.Json;

namespace McpBox.Export.Otlp;

/// <summary>What a receiver took and does not keep: <c>partial_success</c> of its answer.</summary>
/// <param name="Message">A stranger's text, on one line.</param>
internal sealed record PartialSuccess(long Rejected, string? Message)
{
    /// <summary>Null where the answer tells of none: it is empty, or no JSON.</summary>
    public static PartialSuccess? Read(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("partialSuccess", out var partial) || partial.ValueKind != JsonValueKind.Object)
                return null;
            var rejected = Number(partial, "rejectedSpans") + Number(partial, "rejectedLogRecords");
            var message = partial.TryGetProperty("errorMessage", out var text) && text.ValueKind == JsonValueKind.String ? ExportText.Short(text.GetString()!, 200) : null;
            return rejected == 0 && string.IsNullOrEmpty(message) ? null : new PartialSuccess(rejected, message);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // int64: a string in proto3's JSON, and a number is to be read as well.
    private static long Number(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return 0;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
