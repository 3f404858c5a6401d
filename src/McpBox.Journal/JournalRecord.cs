using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace McpBox.Journal;

/// <summary>What a record carries.</summary>
public enum JournalBody
{
    /// <summary><c>frame</c>: the frame, verbatim.</summary>
    Frame,

    /// <summary><c>raw</c>: bytes in base64.</summary>
    Raw,

    /// <summary><c>data</c>: an event's JSON object.</summary>
    Data,
}

/// <summary>One line of a journal, taken apart. A view: every span points into the line. Absent fields are empty, absent numbers -1.</summary>
public readonly ref partial struct JournalRecord
{
    /// <summary>Length of <c>,"prev":"…"}</c>, with which each line ends.</summary>
    internal const int TailLength = 75;

    private static ReadOnlySpan<byte> TailStart => ",\"prev\":\""u8;

    public long Sequence { get; private init; }

    /// <summary>UTC, RFC 3339 with nine decimals.</summary>
    public ReadOnlySpan<byte> Timestamp { get; private init; }

    /// <summary>Nanoseconds of the writer's monotonic clock.</summary>
    public long Monotonic { get; private init; }

    /// <summary><c>c2s</c>, <c>s2c</c>, <c>stderr</c>, <c>stray</c> or <c>event</c>.</summary>
    public ReadOnlySpan<byte> Direction { get; private init; }

    public ReadOnlySpan<byte> Kind { get; private init; }

    /// <summary>A raw JSON token, as <see cref="Method"/> and <see cref="Tool"/>.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    public ReadOnlySpan<byte> Method { get; private init; }

    public ReadOnlySpan<byte> Tool { get; private init; }

    /// <summary>Bytes on the wire without line ending.</summary>
    public long Bytes { get; private init; }

    public long LatencyMicroseconds { get; private init; }

    public ReadOnlySpan<byte> Verdict { get; private init; }

    public ReadOnlySpan<byte> Reason { get; private init; }

    /// <summary>Parts of the body that stand there as markers, instead of what was secret; absent for none.</summary>
    public long Redacted { get; private init; }

    /// <summary><c>shape</c>: the body has structure and key names without values. <c>none</c>: it is <c>null</c>, or an empty text. Absent otherwise.</summary>
    public ReadOnlySpan<byte> Form { get; private init; }

    /// <summary>HMAC-SHA256 of the frame on the wire, 64 lower-case hexadecimal digits, where the body is not verbatim.</summary>
    public ReadOnlySpan<byte> WireHash { get; private init; }

    /// <summary><c>crlf</c> or <c>none</c>; absent for LF.</summary>
    public ReadOnlySpan<byte> LineEnd { get; private init; }

    public JournalBody BodyForm { get; private init; }

    /// <summary>The frame or the event's data as the record has it, or base64 without its quotes.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>SHA-256 of the line before, 64 lower-case hexadecimal digits.</summary>
    public ReadOnlySpan<byte> Previous { get; private init; }

    public bool IsCheckpoint => Direction.SequenceEqual("event"u8) && Kind.SequenceEqual("checkpoint"u8);

    public bool IsSeal => Direction.SequenceEqual("event"u8) && Kind.SequenceEqual("seal"u8);

    /// <summary>Takes a line apart; false when it does not have the form of a record. The body is cut out, not parsed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        if (line.Length <= TailLength || !line[^TailLength..].StartsWith(TailStart) || !line.EndsWith("\"}"u8))
            return false;
        return TryScanHead(line, out record) || TryParseByReader(line, out record);
    }

    /// <summary>The head in any order and spelling of JSON.</summary>
    internal static bool TryParseByReader(ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        try
        {
            return TryParseHead(line, out record);
        }
        catch (JsonException)
        {
            // Broken JSON before the body: not a record.
            return false;
        }
    }

    /// <summary>The bytes that the record is about: the frame or text as it was, without its line ending; nothing where the base64 is broken.</summary>
    /// <param name="limit">Later bytes are of no interest; a few more than this may come.</param>
    public ReadOnlySpan<byte> BodyBytes(int limit = int.MaxValue)
    {
        if (BodyForm != JournalBody.Raw)
            return Body;
        var text = Body[..(int)Math.Min(Body.Length, ((limit / 3L) + 1) * 4)];
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done ? bytes.AsSpan(0, written) : [];
    }

    private static bool TryParseHead(ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        var fields = new Fields { Version = -1, Sequence = -1, Monotonic = -1, Bytes = -1, Latency = -1, Redacted = -1 };
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (BodyOf(name) is { } form)
                return TryFinish(line, (int)reader.BytesConsumed, form, fields, out record);
            if (!reader.Read() || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                return false;
            if (!fields.TrySet(name, reader, line[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]))
                return false;
        }

        return false;
    }

    private static JournalBody? BodyOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("frame"u8) ? JournalBody.Frame : name.SequenceEqual("raw"u8) ? JournalBody.Raw : name.SequenceEqual("data"u8) ? JournalBody.Data : null;

    private static bool TryFinish(ReadOnlySpan<byte> line, int start, JournalBody form, Fields fields, out JournalRecord record)
    {
        record = default;
        var end = line.Length - TailLength;
        if (end <= start || fields.Version != 1 || fields.Sequence < 0)
            return false;
        var body = line[start..end];
        if (form == JournalBody.Raw)
        {
            if (body.Length < 2 || body[0] != (byte)'"' || body[^1] != (byte)'"')
                return false;
            body = body[1..^1];
        }

        record = new JournalRecord
        {
            Sequence = fields.Sequence,
            Timestamp = fields.Timestamp,
            Monotonic = fields.Monotonic,
            Direction = fields.Direction,
            Kind = fields.Kind,
            Id = fields.Id,
            Method = fields.Method,
            Tool = fields.Tool,
            Bytes = fields.Bytes,
            LatencyMicroseconds = fields.Latency,
            Verdict = fields.Verdict,
            Reason = fields.Reason,
            Redacted = fields.Redacted,
            Form = fields.Form,
            WireHash = fields.WireHash,
            LineEnd = fields.LineEnd,
            BodyForm = form,
            Body = body,
            Previous = line.Slice(end + TailStart.Length, LineHash.Digits),
        };
        return true;
    }

    /// <summary>The fields before the body, as they are found.</summary>
    private ref struct Fields
    {
        public long Version;
        public long Sequence;
        public long Monotonic;
        public long Bytes;
        public long Latency;
        public long Redacted;
        public ReadOnlySpan<byte> Timestamp;
        public ReadOnlySpan<byte> Direction;
        public ReadOnlySpan<byte> Kind;
        public ReadOnlySpan<byte> Id;
        public ReadOnlySpan<byte> Method;
        public ReadOnlySpan<byte> Tool;
        public ReadOnlySpan<byte> Verdict;
        public ReadOnlySpan<byte> Reason;
        public ReadOnlySpan<byte> Form;
        public ReadOnlySpan<byte> WireHash;
        public ReadOnlySpan<byte> LineEnd;

        /// <summary>False when a number is none. An unknown name is passed over: a later version may add some.</summary>
        public bool TrySet(ReadOnlySpan<byte> name, Utf8JsonReader value, ReadOnlySpan<byte> token)
        {
            var text = value.TokenType == JsonTokenType.String ? value.ValueSpan : default;
            if (name.SequenceEqual("v"u8))
                return TryNumber(value, out Version);
            if (name.SequenceEqual("seq"u8))
                return TryNumber(value, out Sequence);
            if (name.SequenceEqual("mono"u8))
                return TryNumber(value, out Monotonic);
            if (name.SequenceEqual("bytes"u8))
                return TryNumber(value, out Bytes);
            if (name.SequenceEqual("latency_us"u8))
                return TryNumber(value, out Latency);
            if (name.SequenceEqual("redacted"u8))
                return TryNumber(value, out Redacted);
            if (name.SequenceEqual("ts"u8))
                Timestamp = text;
            else if (name.SequenceEqual("dir"u8))
                Direction = text;
            else if (name.SequenceEqual("kind"u8))
                Kind = text;
            else if (name.SequenceEqual("id"u8))
                Id = token;
            else if (name.SequenceEqual("method"u8))
                Method = token;
            else if (name.SequenceEqual("tool"u8))
                Tool = token;
            else if (name.SequenceEqual("verdict"u8))
                Verdict = text;
            else if (name.SequenceEqual("reason"u8))
                Reason = text;
            else if (name.SequenceEqual("form"u8))
                Form = text;
            else if (name.SequenceEqual("hmac"u8))
                WireHash = text;
            else if (name.SequenceEqual("eol"u8))
                LineEnd = text;
            return true;
        }

        private static bool TryNumber(Utf8JsonReader value, out long number)
        {
            number = -1;
            return value.TokenType == JsonTokenType.Number && value.TryGetInt64(out number);
        }
    }
}
