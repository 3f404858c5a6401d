using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>The messages of a batch (MCP 2025-03-26), one after the other, as many as the relay looks at.</summary>
internal ref struct BatchMessages
{
    /// <summary>Messages that are looked at; the relay looks at as many.</summary>
    public const int Longest = PendingCalls.Capacity;

    private readonly ReadOnlySpan<byte> _frame;
    private Utf8JsonReader _reader;
    private int _count;

    public BatchMessages(ReadOnlySpan<byte> frame)
    {
        _frame = frame.StartsWith("\uFEFF"u8) ? frame[3..] : frame;
        _reader = new Utf8JsonReader(_frame, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = 100_000 }));
    }

    /// <summary>Some messages were not given: there were too many, or the frame is no JSON any more.</summary>
    public bool AreMore { get; private set; }

    /// <summary>The next message as it stands there.</summary>
    public bool TryNext(out ReadOnlySpan<byte> message)
    {
        message = default;
        try
        {
            if ((_count == 0 && !(_reader.Read() && _reader.TokenType == JsonTokenType.StartArray)) || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
                return false;
            var start = (int)_reader.TokenStartIndex;
            _reader.Skip();
            AreMore = ++_count > Longest;
            message = _frame[start..(int)_reader.BytesConsumed];
            return !AreMore;
        }
        catch (JsonException)
        {
            // The relay recorded it as a batch, so it was JSON; what is not has been edited, and what was found so far stands.
            AreMore = true;
            return false;
        }
    }
}
