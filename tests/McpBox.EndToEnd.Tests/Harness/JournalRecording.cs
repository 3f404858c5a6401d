using System.Text;
using System.Text.Json;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>A journal as a foreign program sees it: read here from its documented form, without mcpbox's own reader.</summary>
internal sealed record JournalRecording(IReadOnlyList<JournalRecord> Records)
{
    public IEnumerable<JournalRecord> ClientToServer => Records.Where(record => record.Direction == "c2s");

    public IEnumerable<JournalRecord> ServerToClient => Records.Where(record => record.Direction == "s2c");

    public IEnumerable<JournalRecord> Stray => Records.Where(record => record.Direction == "stray");

    /// <summary>The bytes that mcpbox says it forwarded to the server, line ends included.</summary>
    public byte[] ForwardedToServer => Forwarded(ClientToServer);

    /// <summary>The bytes that mcpbox says it forwarded to the client, line ends included.</summary>
    public byte[] ForwardedToClient => Forwarded(ServerToClient);

    public static JournalRecording Read(string path) => new(Lines(File.ReadAllBytes(path)).Select(JournalRecord.Parse).ToList());

    private static byte[] Forwarded(IEnumerable<JournalRecord> records)
    {
        using var all = new MemoryStream();
        foreach (var record in records.Where(record => record.Verdict == "forward"))
            all.Write(record.Wire);
        return all.ToArray();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] journal)
    {
        for (var start = 0; start < journal.Length;)
        {
            var length = journal.AsSpan(start).IndexOf((byte)'\n');
            Assert.True(length >= 0, "The journal ends in the middle of a record.");
            yield return journal.AsMemory(start, length);
            start += length + 1;
        }
    }
}

/// <summary>One record.</summary>
/// <param name="Frame">The frame's bytes without line end; empty for an event.</param>
/// <param name="Wire">The frame as it went over the wire, line end included.</param>
internal sealed record JournalRecord(
    string Direction, string Kind, string? Method, string? Verdict, string? Reason, long Bytes, byte[] Frame, byte[] Wire)
{
    public string Text => Encoding.UTF8.GetString(Frame);

    public static JournalRecord Parse(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1024 });
        var record = document.RootElement;
        // A record with a keyed hash of the frame holds something else than the frame.
        var frame = record.TryGetProperty("frame", out var verbatim) && record.TryGetProperty("hmac", out _) ? Encoding.UTF8.GetBytes(verbatim.GetRawText())
            : verbatim.ValueKind != JsonValueKind.Undefined ? Verbatim(line.Span, record.GetProperty("bytes").GetInt32(), verbatim)
            : record.TryGetProperty("raw", out var raw) ? raw.GetBytesFromBase64()
            : [];
        byte[] wire = [.. frame, .. Word(record, "eol") switch { null => "\n"u8, "crlf" => "\r\n"u8, _ => ""u8 }];
        return new JournalRecord(
            Word(record, "dir")!, Word(record, "kind")!, Word(record, "method"), Word(record, "verdict"), Word(record, "reason"),
            record.TryGetProperty("bytes", out var bytes) ? bytes.GetInt64() : 0,
            frame, wire);
    }

    /// <summary>The bytes before <c>,"prev":"64 hex digits"}</c>; a JSON parser alone would lose white space around the frame.</summary>
    private static byte[] Verbatim(ReadOnlySpan<byte> line, int bytes, JsonElement parsed)
    {
        const int AfterFrame = 75;
        var frame = line[^(AfterFrame + bytes)..^AfterFrame].ToArray();
        Assert.Equal(parsed.GetRawText(), Encoding.UTF8.GetString(frame).Trim(' ', '\t'));
        return frame;
    }

    private static string? Word(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
