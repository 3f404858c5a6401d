using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>The members of a JSON-RPC message that a review speaks of, as views of its bytes; absent ones are empty. Duplicate members: the last one counts, as for the relay.</summary>
internal ref struct MessageParts
{
    // As deep as the relay follows a frame.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 100_000 };

    private ReadOnlySpan<byte> _message;
    private Range _id;
    private Range _method;
    private Range _params;
    private Range _name;
    private Range _arguments;
    private Range _requestId;
    private Range _client;
    private Range _result;
    private Range _error;

    public readonly ReadOnlySpan<byte> Id => _message[_id];

    public readonly ReadOnlySpan<byte> Method => _message[_method];

    public readonly ReadOnlySpan<byte> Params => _message[_params];

    /// <summary><c>params.name</c></summary>
    public readonly ReadOnlySpan<byte> Name => _message[_name];

    /// <summary><c>params.arguments</c></summary>
    public readonly ReadOnlySpan<byte> Arguments => _message[_arguments];

    /// <summary><c>params.requestId</c></summary>
    public readonly ReadOnlySpan<byte> RequestId => _message[_requestId];

    /// <summary><c>params.clientInfo</c>, or that of <c>params._meta</c>: a JSON object.</summary>
    public readonly ReadOnlySpan<byte> Client => _message[_client];

    public readonly ReadOnlySpan<byte> Result => _message[_result];

    public readonly ReadOnlySpan<byte> Error => _message[_error];

    /// <summary><c>result.isError</c> is true.</summary>
    public bool IsError { get; private set; }

    /// <summary>False when the bytes are no JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out MessageParts parts)
    {
        parts = default;
        if (message.StartsWith("\uFEFF"u8))
            message = message[3..];
        var found = new MessageParts { _message = message };
        try
        {
            var reader = new Utf8JsonReader(message, isFinalBlock: true, new JsonReaderState(Options));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                found.ReadMember(ref reader);
            parts = found;
            return true;
        }
        catch (JsonException)
        {
            // No JSON: there is nothing to say of it.
            return false;
        }
    }

    /// <summary>Two members of a JSON object as text, escapes resolved; null where they are no strings.</summary>
    public static (string? First, string? Second) TextMembers(ReadOnlySpan<byte> json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var pair = Members(json, first, second);
        return (pair.First is [(byte)'"', ..] ? TokenText.Of(pair.First) : null, pair.Second is [(byte)'"', ..] ? TokenText.Of(pair.Second) : null);
    }

    /// <summary>The raw values of two members of a JSON object; empty where it has none or is none.</summary>
    public static Pair Members(ReadOnlySpan<byte> json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var pair = default(Pair);
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: true, new JsonReaderState(Options));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return pair;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isFirst, isSecond) = (Is(ref reader, first), Is(ref reader, second));
                var value = json[Value(ref reader)];
                if (isFirst)
                    pair.First = value;
                else if (isSecond)
                    pair.Second = value;
            }
        }
        catch (JsonException)
        {
            // Broken further on: what was found stands.
        }

        return pair;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "params"u8))
            ReadParams(ref reader);
        else if (Is(ref reader, "result"u8))
            ReadResult(ref reader);
        else if (Is(ref reader, "error"u8))
            _error = Value(ref reader);
        else if (Is(ref reader, "id"u8))
            _id = Scalar(ref reader);
        else if (Is(ref reader, "method"u8))
            _method = Scalar(ref reader);
        else
            _ = Value(ref reader);
    }

    private void ReadParams(ref Utf8JsonReader reader)
    {
        _name = _arguments = _requestId = _client = default;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadParameter(ref reader);
        }
        else
        {
            reader.Skip();
        }

        _params = start..(int)reader.BytesConsumed;
    }

    private void ReadParameter(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "name"u8))
            _name = Scalar(ref reader);
        else if (Is(ref reader, "arguments"u8))
            _arguments = Value(ref reader);
        else if (Is(ref reader, "requestId"u8))
            _requestId = Scalar(ref reader);
        else if (Is(ref reader, "clientInfo"u8))
            _client = Value(ref reader);
        else if (Is(ref reader, "_meta"u8))
            ReadMeta(ref reader);
        else
            _ = Value(ref reader);
    }

    private void ReadMeta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isClient = Is(ref reader, "io.modelcontextprotocol/clientInfo"u8);
            var value = Value(ref reader);
            if (isClient)
                _client = value;
        }
    }

    private void ReadResult(ref Utf8JsonReader reader)
    {
        IsError = false;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isError = Is(ref reader, "isError"u8);
                _ = Value(ref reader);
                IsError = isError ? reader.TokenType == JsonTokenType.True : IsError;
            }
        }
        else
        {
            reader.Skip();
        }

        _result = start..(int)reader.BytesConsumed;
    }

    /// <summary>Steps from a member's name to the end of its value.</summary>
    private static Range Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    /// <summary>The same, with nothing in the place of an object or array.</summary>
    private static Range Scalar(ref Utf8JsonReader reader)
    {
        var value = Value(ref reader);
        return reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? default : value;
    }

    // An escaped surrogate is never part of the names that we look for, and one that stands alone would make the reader throw.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        !(reader.ValueIsEscaped && (reader.ValueSpan.IndexOf("\\ud"u8) >= 0 || reader.ValueSpan.IndexOf("\\uD"u8) >= 0)) && reader.ValueTextEquals(name);

    /// <summary>Two views.</summary>
    public ref struct Pair
    {
        public ReadOnlySpan<byte> First { get; set; }

        public ReadOnlySpan<byte> Second { get; set; }
    }
}
