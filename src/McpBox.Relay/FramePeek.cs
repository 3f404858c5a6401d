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

    /// <summary>The message of the frame, or the messages of a batch; empty unless <see cref="IsJson"/>.</summary>
    public IReadOnlyList<FrameMessage> Messages => _messages;

    /// <summary>The only message of a frame that is no batch; all ranges empty where there is none.</summary>
    public FrameMessage Only => Kind != FrameKind.Batch && _messages.Count == 1 ? _messages[0] : default;

    /// <summary>Reads one frame.</summary>
    /// <param name="frame">The frame without its line ending.</param>
    public void Read(ReadOnlySpan<byte> frame)
    {
        Reset();
        var bom = frame.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (!StartsLikeMessage(frame[bom..]))
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

    /// <summary>
    /// Reads the head of a frame that is above the limit: whatever id and method can be found before its end.
    /// </summary>
    /// <param name="head">The first part of the frame.</param>
    public void ReadHead(ReadOnlySpan<byte> head)
    {
        Reset();
        var partial = new PartialMessage();
        var reader = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return;
            }

            while (reader.Read() && ReadMember(ref reader, 0, ref partial))
            {
                // Every whole member narrows it down; the cut one ends the loop.
            }
        }
        catch (JsonException)
        {
            // Not JSON up to here: what was found before still helps to answer the right request.
        }

        var message = partial.ToMessage(head);
        Kind = message.Kind;
        _messages.Add(message);
    }

    private static bool StartsLikeMessage(ReadOnlySpan<byte> frame)
    {
        var start = frame.IndexOfAnyExcept(" \t\r"u8);
        return start >= 0 && frame[start] is (byte)'{' or (byte)'[';
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
            var message = ReadMessage(ref reader, offset);
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
                _messages.Add(ReadMessage(ref reader, offset));
            }
            else
            {
                Skip(ref reader);
            }
        }

        Kind = FrameKind.Batch;
    }

    private FrameMessage ReadMessage(ref Utf8JsonReader reader, int offset)
    {
        var partial = new PartialMessage();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, offset, ref partial);
        }

        return partial.ToMessage();
    }

    /// <summary>Reads the value of the member whose name was just read. False: the input ended inside it.</summary>
    private bool ReadMember(ref Utf8JsonReader reader, int offset, ref PartialMessage partial)
    {
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        var member = Member(ref reader);
        if (!reader.Read())
        {
            return false;
        }

        switch (member)
        {
            case MemberName.Id when reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.Null:
                partial.Id = Token(ref reader, offset);
                break;
            case MemberName.Method when reader.TokenType == JsonTokenType.String:
                partial.Method = Token(ref reader, offset);
                partial.IsToolCall = Is(ref reader, "tools/call"u8);
                partial.IsCancellation = Is(ref reader, "notifications/cancelled"u8);
                break;
            case MemberName.Outcome:
                partial.HasOutcome = true;
                break;
            case MemberName.Params:
                (partial.Name, partial.RequestId) = (default, default);
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    return ReadParams(ref reader, offset, ref partial);
                }

                break;
            default:
                break;
        }

        return Skip(ref reader);
    }

    private bool ReadParams(ref Utf8JsonReader reader, int offset, ref PartialMessage partial)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var isName = Is(ref reader, "name"u8);
            var isRequestId = !isName && Is(ref reader, "requestId"u8);
            if (!reader.Read())
            {
                return false;
            }

            if (isName && reader.TokenType == JsonTokenType.String)
            {
                partial.Name = Token(ref reader, offset);
            }
            else if (isRequestId && reader.TokenType is (JsonTokenType.Number or JsonTokenType.String))
            {
                partial.RequestId = Token(ref reader, offset);
            }

            if (!Skip(ref reader))
            {
                return false;
            }
        }

        return false;
    }

    private static MemberName Member(ref Utf8JsonReader reader) =>
        Is(ref reader, "id"u8) ? MemberName.Id
        : Is(ref reader, "method"u8) ? MemberName.Method
        : Is(ref reader, "params"u8) ? MemberName.Params
        : Is(ref reader, "result"u8) || Is(ref reader, "error"u8) ? MemberName.Outcome
        : MemberName.Other;

    /// <summary>Compares the string that the reader stands on, escapes resolved.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: legal JSON, but no text that could be equal to anything.
            return false;
        }
    }

    private static Range Token(ref Utf8JsonReader reader, int offset) =>
        ((int)reader.TokenStartIndex + offset)..((int)reader.BytesConsumed + offset);

    /// <summary>Passes over the value that the reader stands on. False: the input ended inside it.</summary>
    private bool Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return true;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                if (reader.CurrentDepth == depth)
                {
                    return true;
                }
            }
            else if (reader.CurrentDepth > _depthSeen)
            {
                _depthSeen = reader.CurrentDepth;
            }
        }

        return false;
    }

    private enum MemberName
    {
        Other,
        Id,
        Method,
        Params,
        Outcome,
    }

    private struct PartialMessage
    {
        public Range Id;
        public Range Method;
        public Range Name;
        public Range RequestId;
        public bool IsToolCall;
        public bool IsCancellation;
        public bool HasOutcome;

        public readonly FrameMessage ToMessage()
        {
            var hasId = !Id.Equals(default);
            var kind = !Method.Equals(default) ? hasId ? FrameKind.Request : FrameKind.Notification
                : hasId && HasOutcome ? FrameKind.Response
                : FrameKind.Invalid;
            return new FrameMessage(kind, Id, Method, IsToolCall ? Name : default, IsCancellation && !hasId ? RequestId : default);
        }

        /// <summary>For a cut frame: an id without a method is a response whose outcome is still to come.</summary>
        public readonly FrameMessage ToMessage(ReadOnlySpan<byte> head)
        {
            var message = ToMessage();
            return message.Kind == FrameKind.Invalid && head[message.Id].Length > 0 ? message with { Kind = FrameKind.Response } : message;
        }
    }
}
