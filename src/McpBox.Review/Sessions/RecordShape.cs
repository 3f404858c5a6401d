using System.Globalization;
using System.Text;
using System.Text.Json;
using McpBox.Journal;

namespace McpBox.Review.Sessions;

/// <summary>A record as the page's list wants it: a JSON object of a few short fields; its body comes when it is looked at.</summary>
internal static class RecordShape
{
    private const int PreviewBytes = 240;

    /// <summary>Writes the fields into an object that the caller began.</summary>
    /// <param name="index">The line's place in the file, which is its <c>seq</c> in a whole journal.</param>
    public static void Write(Utf8JsonWriter json, long index, ReadOnlySpan<byte> line)
    {
        json.WriteNumber("i", index);
        if (JournalRecord.TryParse(line, out var record))
        {
            WriteHead(json, record, line);
            WriteBody(json, record);
        }
        else
        {
            json.WriteString("k", "unreadable");
            json.WriteNumber("n", line.Length);
        }
    }

    public static string Form(in JournalRecord record) => record.BodyForm switch
    {
        JournalBody.Frame => "frame",
        JournalBody.Raw => "raw",
        _ => "data",
    };

    private static void WriteHead(Utf8JsonWriter json, in JournalRecord record, ReadOnlySpan<byte> line)
    {
        json.WriteNumber("s", record.Sequence);
        json.WriteNumber("t", record.Monotonic);
        Text(json, "w", record.Timestamp);
        Text(json, "d", record.Direction);
        Text(json, "k", record.Kind);
        Text(json, "id", record.Id);
        Text(json, "m", Unquoted(record.Method));
        Text(json, "o", Unquoted(record.Tool));
        if (record.Bytes >= 0)
            json.WriteNumber("b", record.Bytes);
        if (record.LatencyMicroseconds >= 0)
            json.WriteNumber("l", record.LatencyMicroseconds);
        if (!record.Verdict.SequenceEqual("forward"u8))
            Text(json, "v", record.Verdict);
        Text(json, "r", record.Reason);
        if (Redacted(line, record) is > 0 and var redacted)
            json.WriteNumber("x", redacted);
    }

    private static void WriteBody(Utf8JsonWriter json, in JournalRecord record)
    {
        json.WriteNumber("n", record.Body.Length);
        if (record.BodyForm != JournalBody.Frame)
            json.WriteString("f", Form(record));
        if (record.BodyForm == JournalBody.Raw)
        {
            Text(json, "p", Cut(record.BodyBytes(PreviewBytes)));
            return;
        }

        var glance = FrameGlance.Of(record.Body);
        Text(json, "p", Cut(glance.Content));
        if (glance.Failed && record.BodyForm == JournalBody.Frame)
            json.WriteNumber("e", 1);
    }

    // What is no UTF-8 becomes U+FFFD here, and only here: the record itself is shown byte for byte.
    private static void Text(Utf8JsonWriter json, string name, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
            json.WriteString(name, Encoding.UTF8.GetString(text));
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> token) => token.Length > 2 ? token[1..^1] : [];

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text)
    {
        if (text.Length <= PreviewBytes)
            return text;
        var end = PreviewBytes;
        while (end > PreviewBytes - 4 && (text[end] & 0xC0) == 0x80)
            end--;
        return text[..end];
    }

    /// <summary>The record's <c>redacted</c>, which stands before its body; 0 when there is none.</summary>
    private static long Redacted(ReadOnlySpan<byte> line, in JournalRecord record)
    {
        var name = ",\"redacted\":"u8;
        var body = line.IndexOf(record.BodyForm switch { JournalBody.Frame => ",\"frame\":"u8, JournalBody.Raw => ",\"raw\":"u8, _ => ",\"data\":"u8 });
        var at = body < 0 ? -1 : line[..body].IndexOf(name);
        if (at < 0)
            return 0;
        var digits = line[(at + name.Length)..body];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        _ = long.TryParse(digits[..(end < 0 ? digits.Length : end)], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        return count;
    }
}
