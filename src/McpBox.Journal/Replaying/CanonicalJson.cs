using System.Globalization;
using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Replaying;

/// <summary>
/// JSON by its meaning: members in the order of their names, no white space, what may differ replaced. Numbers of up to 15 digits are compared
/// by value, larger ones by their letters: no precision is lost. Of two members with one name both stay.
/// </summary>
internal sealed class CanonicalJson
{
    /// <summary>Bytes of a message up to which it is read as JSON; beyond it is compared byte by byte.</summary>
    public const int LargestMessage = 8 << 20;

    private const int MaxDepth = 256;
    private const int ExactDigits = 15;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly StringBuilder _text = new();
    private readonly Normaliser _normaliser;
    private readonly bool _pretty;
    private readonly int _most;

    private CanonicalJson(Normaliser normaliser, bool pretty, int most) => (_normaliser, _pretty, _most) = (normaliser, pretty, most);

    /// <summary>On one line; null when the bytes are no JSON of a bearable size and depth.</summary>
    /// <param name="hideId">The message's own <c>id</c> is the server's choice.</param>
    public static string? Compact(ReadOnlyMemory<byte> message, Normaliser normaliser, bool hideId) => Write(message, new CanonicalJson(normaliser, pretty: false, int.MaxValue), hideId);

    /// <summary>For people: a member a line, and a line of text a line. Null as above, or when it is longer than <paramref name="most"/> characters.</summary>
    public static string? Pretty(ReadOnlyMemory<byte> message, Normaliser normaliser, bool hideId, int most)
    {
        var writer = new CanonicalJson(normaliser, pretty: true, most);
        return Write(message, writer, hideId) is { } text && text.Length <= most ? text : null;
    }

    private static string? Write(ReadOnlyMemory<byte> message, CanonicalJson writer, bool hideId)
    {
        if (message.Length > LargestMessage)
            return null;
        try
        {
            using var json = JsonDocument.Parse(message.Span.StartsWith("\uFEFF"u8) ? message[3..] : message, Options);
            writer.Value(json.RootElement, 0, hideId && writer._normaliser.Rules.HasFlag(ReplayRules.Ids) ? "id" : null);
            return writer._text.ToString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, too deep, or half a surrogate in a string, which is no text.
            return null;
        }
    }

    private void Value(JsonElement value, int depth, string? hidden = null)
    {
        if (_text.Length > _most)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(value, depth, hidden);
                break;
            case JsonValueKind.Array:
                Array(value, depth);
                break;
            case JsonValueKind.String:
                Text(_normaliser.Text(value.GetString()!), depth);
                break;
            case JsonValueKind.Number:
                var raw = value.GetRawText();
                _text.Append(_normaliser.Number(raw) ?? Number(value, raw));
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }

    private void Object(JsonElement value, int depth, string? hidden)
    {
        _text.Append('{');
        var first = true;
        foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            Separate(ref first, depth + 1);
            Text(member.Name, depth + 1);
            _text.Append(_pretty ? ": " : ":");
            if (member.Name == hidden)
                _text.Append("<id>");
            else if (Scalar(member.Value) is { } scalar && _normaliser.Member(member.Name, scalar) is { } word)
                _text.Append(word);
            else
                Value(member.Value, depth + 1);
        }

        Close(first, depth, '}');
    }

    private void Array(JsonElement value, int depth)
    {
        _text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            Separate(ref first, depth + 1);
            Value(item, depth + 1);
        }

        Close(first, depth, ']');
    }

    private void Separate(ref bool first, int depth)
    {
        if (!first)
            _text.Append(',');
        first = false;
        Line(depth);
    }

    private void Close(bool empty, int depth, char bracket)
    {
        if (!empty)
            Line(depth);
        _text.Append(bracket);
    }

    private void Line(int depth)
    {
        if (_pretty && _text.Length <= _most)
            _text.Append('\n').Append(' ', 2 * depth);
    }

    private void Text(string text, int depth)
    {
        _text.Append('"');
        foreach (var letter in text)
        {
            if (_text.Length > _most)
                return;
            if (letter is '"' or '\\')
                _text.Append('\\').Append(letter);
            else if (letter == '\n')
                _text.Append("\\n");
            else if (letter < ' ')
                _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                _text.Append(letter);
            if (letter == '\n')
                Line(depth + 1);
        }

        _text.Append('"');
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Number(JsonElement value, string raw)
    {
        if (raw == "-0")
            return "0";
        return raw.Length <= ExactDigits && raw.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture)
            : raw;
    }
}
