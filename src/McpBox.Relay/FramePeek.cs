using System.Text.Json;
using System.Text.Unicode;

namespace McpBox.Relay;

/// <summary>
/// Looks into a frame once, without touching it: is it JSON, what kind of message, which id, method and tool. Reused for every frame of a
/// direction, so that looking costs no allocation. Duplicate members: the last one counts, as it does for <c>JSON.parse</c>.
/// </summary>
public sealed class FramePeek
{
    /// <summary>Nesting beyond this is not taken for JSON at all; it would only serve to exhaust a parser.</summary>
    public const int MaxDepth = 100_000;

    /// <summary>Messages of one batch that are looked at; a longer batch is relayed and recorded all the same.</summary>
    public const int MaxMessages = PendingRequests.Capacity;

    private const int EmbeddableDepth = 256;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly List<FrameMessage> _messages = [];
    private int _depthSeen;

    /// <summary>True when the frame is a JSON object or array (after a byte order mark, if there is one).</summary>
    public bool IsJson { get; private set; }

    /// <summary>True when the frame may stand verbatim inside a JSON Lines record: strict JSON, valid UTF-8, no CR, no absurd nesting.</summary>
    public bool IsEmbeddable { get; private set; }

    /// <summary>What the frame as a whole is.</summary>
    public FrameKind Kind { get; private set; }

    /// <summary>The message of the frame, or those of a batch that somebody waits for; empty unless <see cref="IsJson"/>.</summary>
    public IReadOnlyList<FrameMessage> Messages => _messages;

    /// <summary>The only message of a frame that is no batch; all ranges empty where there is none.</summary>
    public FrameMessage Only => Kind != FrameKind.Batch && _messages.Count == 1 ? _messages[0] : default;

    /// <summary>Reads one frame.</summary>
    /// <param name="frame">The frame without its line ending.</param>
    public void Read(ReadOnlySpan<byte> frame)
    {
        Reset();
        var bom = frame.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (!LooksLikeMessage(frame[bom..]))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(frame[bom..], isFinalBlock: true, new JsonReaderState(Options));
            ReadFrame(ref reader, bom);
            IsJson = true;
        }
        catch (JsonException)
        {
            Reset();
            return;
        }

        IsEmbeddable = bom == 0 && _depthSeen <= EmbeddableDepth && !frame.Contains((byte)'\r') && Utf8.IsValid(frame);
    }

    // Saves the parser, and the exception with which it says no, most lines that are plain text.
    private static bool LooksLikeMessage(ReadOnlySpan<byte> frame)
    {
        var (start, end) = (frame.IndexOfAnyExcept(" \t\r\n"u8), frame.LastIndexOfAnyExcept(" \t\r\n"u8));
        return start >= 0 && (frame[start], frame[end]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }

    private void Reset()
    {
        _messages.Clear();
        _depthSeen = 0;
        (IsJson, IsEmbeddable, Kind) = (false, false, FrameKind.Invalid);
    }

    private void ReadFrame(ref Utf8JsonReader reader, int offset)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var message = MessageReader.Read(ref reader, offset, ref _depthSeen);
            _messages.Add(message);
            Kind = message.Kind;
        }
        else
        {
            ReadBatch(ref reader, offset);
        }

        // Anything after the value but white space makes this throw: one frame, one value.
        reader.Read();
    }

    private void ReadBatch(ref Utf8JsonReader reader, int offset)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Keep(MessageReader.Read(ref reader, offset, ref _depthSeen));
            }
            else
            {
                MessageReader.Skip(ref reader, ref _depthSeen);
            }
        }

        Kind = FrameKind.Batch;
    }

    // What nobody waits for need not be remembered, and a batch of millions must not cost their number in memory.
    private void Keep(FrameMessage message)
    {
        if (message.IsTracked && _messages.Count < MaxMessages)
        {
            _messages.Add(message);
        }
    }
}
