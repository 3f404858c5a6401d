using System.Text.Json;

namespace McpBox.Review.Sessions;

/// <summary>What one line of a list says about a frame: where its own content begins, and whether it is a failure.</summary>
internal readonly ref struct FrameGlance
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>The frame from the value of <c>result</c>, <c>error</c>, <c>params</c>, or a tool's <c>arguments</c> on; the whole frame where there is none.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>A JSON-RPC error, or a tool's result with <c>isError</c>.</summary>
    public bool Failed { get; private init; }

    public static FrameGlance Of(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Look(frame);
        }
        catch (JsonException)
        {
            // Somebody edited the journal: then there is only the text.
            return new FrameGlance { Content = frame };
        }
    }

    private static FrameGlance Look(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame, Options);
        var content = frame;
        var failed = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new FrameGlance { Content = content };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isParams, isResult, isError) = (reader.ValueTextEquals("params"u8), reader.ValueTextEquals("result"u8), reader.ValueTextEquals("error"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            failed |= isError;
            var arguments = isParams ? ValueOf(reader, "arguments"u8) : default;
            if (isResult)
                failed |= HasTrue(ref reader, "isError"u8);
            else
                reader.Skip();
            if (isParams || isResult || isError)
                content = frame[start..(int)reader.BytesConsumed];
            if (!arguments.Equals(default(Range)))
                content = frame[arguments];
        }

        return new FrameGlance { Content = content, Failed = failed };
    }

    /// <summary>Passes over the value; true when it is an object with this property <c>true</c>.</summary>
    private static bool HasTrue(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var found = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = reader.ValueTextEquals(name);
            reader.Read();
            found |= named && reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        return found;
    }

    /// <summary>Where the value of this property of the object stands, in bytes; the default for nowhere. The reader is a copy.</summary>
    private static Range ValueOf(Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (named)
                return start..(int)reader.BytesConsumed;
        }

        return default;
    }
}
