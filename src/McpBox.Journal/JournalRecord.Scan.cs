namespace McpBox.Journal;

/// <content>
/// The head as we write it: no white space, no escapes outside of id, method and tool. It is taken apart by hand, because a review does so
/// millions of times; whatever looks different is left to the parser of JSON, and a test holds the two equal.
/// </content>
public readonly ref partial struct JournalRecord
{
    private const int MostDigits = 18;

    /// <summary>False when the head is not as we write it: that does not say that it is no record.</summary>
    private static bool TryScanHead(ReadOnlySpan<byte> line, out JournalRecord record)
    {
        record = default;
        var fields = new Fields { Version = -1, Sequence = -1, Monotonic = -1, Bytes = -1, Latency = -1, Redacted = -1 };
        var at = 0;
        for (var separator = (byte)'{'; at + 2 < line.Length && line[at] == separator && line[at + 1] == '"'; separator = (byte)',')
        {
            var rest = line[(at + 2)..];
            var end = rest.IndexOf((byte)'"');
            if (end < 0 || end + 1 >= rest.Length || rest[end + 1] != ':')
                return false;
            var name = rest[..end];
            at += end + 4;
            if (BodyOf(name) is { } form)
                return TryFinish(line, at, form, fields, out record);
            var length = TokenLength(line[at..]);
            if (length == 0 || !TrySetScanned(ref fields, name, line.Slice(at, length)))
                return false;
            at += length;
        }

        return false;
    }

    /// <summary>Length of a plain string without escapes, or of a whole number; 0 for everything else.</summary>
    private static int TokenLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[0] == '"')
        {
            var end = text[1..].IndexOfAny((byte)'"', (byte)'\\');
            return end >= 0 && text[end + 1] == '"' && !text.Slice(1, end).ContainsAnyInRange((byte)0, (byte)0x1f) ? end + 2 : 0;
        }

        var digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            digits++;
        return digits > MostDigits || (digits > 1 && text[0] == '0') ? 0 : digits;
    }

    private static bool TrySetScanned(ref Fields fields, ReadOnlySpan<byte> name, ReadOnlySpan<byte> token)
    {
        var isText = token[0] == '"';
        var text = isText ? token[1..^1] : default;
        switch (name.Length)
        {
            case 1 when name[0] == 'v' && !isText:
                fields.Version = Number(token);
                return true;
            case 2 when name.SequenceEqual("ts"u8):
                fields.Timestamp = text;
                return true;
            case 2 when name.SequenceEqual("id"u8):
                fields.Id = token;
                return true;
            case 3 when name.SequenceEqual("seq"u8) && !isText:
                fields.Sequence = Number(token);
                return true;
            case 3 when name.SequenceEqual("dir"u8):
                fields.Direction = text;
                return true;
            case 3 when name.SequenceEqual("eol"u8):
                fields.LineEnd = text;
                return true;
            case 4 when name.SequenceEqual("mono"u8) && !isText:
                fields.Monotonic = Number(token);
                return true;
            case 4 when name.SequenceEqual("kind"u8):
                fields.Kind = text;
                return true;
            case 4 when name.SequenceEqual("tool"u8):
                fields.Tool = token;
                return true;
            case 5 when name.SequenceEqual("bytes"u8) && !isText:
                fields.Bytes = Number(token);
                return true;
            case 6 when name.SequenceEqual("method"u8):
                fields.Method = token;
                return true;
            case 6 when name.SequenceEqual("reason"u8):
                fields.Reason = text;
                return true;
            case 7 when name.SequenceEqual("verdict"u8):
                fields.Verdict = text;
                return true;
            case 10 when name.SequenceEqual("latency_us"u8) && !isText:
                fields.Latency = Number(token);
                return true;
            case 8 when name.SequenceEqual("redacted"u8) && !isText:
                fields.Redacted = Number(token);
                return true;
            default:
                return false;
        }
    }

    private static long Number(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
            value = (10 * value) + digit - '0';
        return value;
    }
}
