using System.Collections.Immutable;
using System.Text.Json;

namespace McpBox.Sandbox.Init;

/// <summary>Reads the few shapes that messages have: one object of texts, numbers, flags, lists and maps of texts.</summary>
internal ref struct MessageReader
{
    private Utf8JsonReader _json;

    public MessageReader(ReadOnlySpan<byte> message)
    {
        _json = new Utf8JsonReader(message);
        Expect(JsonTokenType.StartObject);
    }

    /// <summary>The next name of the object, its value still to be read; null at the object's end.</summary>
    public string? NextName()
    {
        Advance();
        return _json.TokenType == JsonTokenType.EndObject ? null : _json.GetString();
    }

    public string Text()
    {
        Expect(JsonTokenType.String);
        return _json.GetString()!;
    }

    public int? Number()
    {
        Advance();
        return _json.TokenType == JsonTokenType.Null ? null : _json.GetInt32();
    }

    public bool? Flag()
    {
        Advance();
        return _json.TokenType == JsonTokenType.Null ? null : _json.GetBoolean();
    }

    public ImmutableArray<string> Texts()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        Expect(JsonTokenType.StartArray);
        for (Advance(); _json.TokenType == JsonTokenType.String; Advance())
            texts.Add(_json.GetString()!);
        return _json.TokenType == JsonTokenType.EndArray ? texts.ToImmutable() : throw new JsonException("a list holds something that is no text");
    }

    public ImmutableSortedDictionary<string, string> Map()
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject);
        while (NextName() is { } name)
        {
            if (map.ContainsKey(name))
                throw new JsonException($"\"{name}\" stands twice");
            map.Add(name, Text());
        }

        return map.ToImmutable();
    }

    /// <summary>Nothing may follow.</summary>
    public void End()
    {
        if (_json.Read())
            throw new JsonException("something follows the message");
    }

    /// <summary>For a name that the message does not have, or has a second time.</summary>
    public static JsonException Unexpected(string name) => new($"\"{name}\" is unknown or stands twice");

    public static JsonException Missing(string name) => new($"there is no \"{name}\"");

    private void Advance()
    {
        if (!_json.Read())
            throw new JsonException("the message is cut");
    }

    private void Expect(JsonTokenType type)
    {
        Advance();
        if (_json.TokenType != type)
            throw new JsonException($"{_json.TokenType} stands where {type} should");
    }
}
