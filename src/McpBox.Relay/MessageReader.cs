using System.Text.Json;

namespace McpBox.Relay;

/// <summary>
/// Finds the telling members of a JSON-RPC message and passes over the rest, deepest nesting noted. Escapes in names are resolved
/// (<c>"\u0069d"</c> is <c>id</c>), as every client and server does. The reader has a whole frame: input that ends early makes it throw.
/// </summary>
internal static class MessageReader
{
    private enum MemberName
    {
        Other,
        Id,
        Method,
        Params,
        Outcome,
    }

    /// <summary>Reads the message in whose object the reader has just stepped, to its end.</summary>
    public static FrameMessage Read(ref Utf8JsonReader reader, int offset, ref int depthSeen)
    {
        var partial = new PartialMessage();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, offset, ref partial, ref depthSeen);
        }

        return partial.ToMessage();
    }

    // Steps from the member's name to the end of its value.
    private static void ReadMember(ref Utf8JsonReader reader, int offset, ref PartialMessage partial, ref int depthSeen)
    {
        var member = Member(ref reader);
        reader.Read();
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
                    ReadParams(ref reader, offset, ref partial, ref depthSeen);
                    return;
                }

                break;
            default:
                break;
        }

        Skip(ref reader, ref depthSeen);
    }

    private static void ReadParams(ref Utf8JsonReader reader, int offset, ref PartialMessage partial, ref int depthSeen)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isName = Is(ref reader, "name"u8);
            var isRequestId = !isName && Is(ref reader, "requestId"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
            {
                partial.Name = Token(ref reader, offset);
            }
            else if (isRequestId && reader.TokenType is (JsonTokenType.Number or JsonTokenType.String))
            {
                partial.RequestId = Token(ref reader, offset);
            }

            Skip(ref reader, ref depthSeen);
        }
    }

    private static MemberName Member(ref Utf8JsonReader reader) =>
        Is(ref reader, "id"u8) ? MemberName.Id
        : Is(ref reader, "method"u8) ? MemberName.Method
        : Is(ref reader, "params"u8) ? MemberName.Params
        : Is(ref reader, "result"u8) || Is(ref reader, "error"u8) ? MemberName.Outcome
        : MemberName.Other;

    /// <summary>Compares the string that the reader stands on, escapes resolved.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text) => !MayHoldSurrogate(ref reader) && reader.ValueTextEquals(text);

    /// <summary>
    /// An escaped surrogate is never part of the texts that we look for; one that stands alone would make the reader throw, which a frame of
    /// millions of such names would turn into minutes.
    /// </summary>
    private static bool MayHoldSurrogate(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped && (reader.ValueSpan.IndexOf("\\ud"u8) >= 0 || reader.ValueSpan.IndexOf("\\uD"u8) >= 0);

    private static Range Token(ref Utf8JsonReader reader, int offset) =>
        ((int)reader.TokenStartIndex + offset)..((int)reader.BytesConsumed + offset);

    /// <summary>Passes over the value that the reader stands on.</summary>
    public static void Skip(ref Utf8JsonReader reader, ref int depthSeen)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        // The end of an array or object has the depth of its beginning; everything in it lies deeper.
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            depthSeen = Math.Max(depthSeen, reader.CurrentDepth);
        }
    }
}
