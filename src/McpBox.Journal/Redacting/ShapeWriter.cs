using System.Buffers.Text;
using System.Text.Json;

namespace McpBox.Journal.Redacting;

/// <summary>
/// Writes a frame's shape: its structure and key names. A string becomes its length as it stood on the wire, in bytes without the quotes, as a string;
/// a number 0, <c>true</c> and <c>false</c> false; null stays.
/// </summary>
internal sealed class ShapeWriter
{
    // A larger buffer is not kept for the next frame.
    private const int Kept = 1 << 20;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonRedaction.MaxDepth };

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The shape, valid until the next call.</summary>
    /// <param name="runs">What is secret in it: names and containers are replaced here as well.</param>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> json, List<Run> runs)
    {
        _length = 0;
        if (_buffer.Length > Kept)
            _buffer = new byte[4096];
        var reader = new Utf8JsonReader(json, Options);
        var (next, comma) = (0, false);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            while (next < runs.Count && runs[next].End <= start)
                next++;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                Append(reader.ValueSpan);
            else
            {
                if (comma)
                    Append(","u8);
                Token(ref reader, json, start, runs, next);
            }

            comma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Token(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int start, List<Run> runs, int next)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Append("\""u8);
                Replaced(json, start + 1, start + 1 + reader.ValueSpan.Length, runs, next);
                Append("\":"u8);
                break;
            case JsonTokenType.String:
                Append("\""u8);
                Room(16);
                _ = Utf8Formatter.TryFormat(reader.ValueSpan.Length, _buffer.AsSpan(_length), out var written);
                _length += written;
                Append("\""u8);
                break;
            case JsonTokenType.Number:
                Append("0"u8);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                Append("false"u8);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray when next < runs.Count && runs[next].Start == start:
                reader.Skip();
                Mark(runs[next]);
                break;
            default:
                Append(reader.ValueSpan);
                break;
        }
    }

    private void Replaced(ReadOnlySpan<byte> json, int from, int to, List<Run> runs, int next)
    {
        for (; next < runs.Count && runs[next].Start < to; next++)
        {
            Append(json[from..runs[next].Start]);
            Mark(runs[next]);
            from = runs[next].End;
        }

        Append(json[from..to]);
    }

    private void Mark(in Run run)
    {
        Room(Marker.Longest);
        _length += Marker.Write(run, _buffer.AsSpan(_length));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Room(int count)
    {
        if (_buffer.Length - _length < count)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + count));
    }
}
