using System.Text;
using System.Text.Json;

namespace McpBox.Journal.Reviewing;

/// <summary>JSON string tokens as text.</summary>
internal static class TokenText
{
    /// <summary>The text of a raw JSON string token, escapes resolved; the letters as they are where that is impossible (a lone surrogate), and where it is no string.</summary>
    public static string Of(ReadOnlySpan<byte> token)
    {
        if (token.Length < 2 || token[0] != (byte)'"')
            return Encoding.UTF8.GetString(token);
        if (token.IndexOf((byte)'\\') >= 0)
        {
            try
            {
                var reader = new Utf8JsonReader(token);
                if (reader.Read() && reader.TokenType == JsonTokenType.String)
                    return reader.GetString()!;
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                // Its letters must do: the name of a tool is nothing that a review may stumble over.
            }
        }

        return Encoding.UTF8.GetString(token[1..^1]);
    }

    /// <summary>The text, or its beginning with an ellipsis.</summary>
    public static string Cut(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "…");
}
