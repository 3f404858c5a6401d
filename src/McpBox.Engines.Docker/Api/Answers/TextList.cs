using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpBox.Engines.Docker.Api.Answers;

/// <summary>A list of texts without the nulls that some daemon may put into it: nobody who reads one asks each for being there.</summary>
internal sealed class TextList : JsonConverter<List<string>>
{
    public override List<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("no list");
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw new JsonException("no text in a list of texts");
            if (reader.GetString() is { } text)
                texts.Add(text);
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, List<string> value, JsonSerializerOptions options) => throw new NotSupportedException("answers are read");
}
