using System.Buffers.Text;
using System.Text.Json;

namespace McpBox.Journal;

/// <summary>
/// A JSON-RPC id as a key: whole numbers by value, strings by content (so that <c>"a"</c> and <c>"\u0061"</c> are one), anything else by
/// its letters. Whole numbers, which almost every client uses, cost no allocation.
/// </summary>
public readonly record struct RequestId(long Number, string? Text)
{
    /// <summary>Ids longer than this are not remembered: a peer must not fill the table with them.</summary>
    public const int MaxBytes = 256;

    /// <summary>Seeded anew in each process, of both halves: the hash of a number alone lets a peer choose ids that all collide.</summary>
    public override int GetHashCode() => HashCode.Combine((int)Number, (int)(Number >> 32), Text);

    /// <param name="token">The raw JSON token.</param>
    /// <returns>False for no token, <c>null</c> and oversize ids.</returns>
    public static bool TryRead(ReadOnlySpan<byte> token, out RequestId id)
    {
        id = default;
        if (token.IsEmpty || token.Length > MaxBytes || token[0] == (byte)'n')
        {
            return false;
        }

        if (Utf8Parser.TryParse(token, out long number, out var consumed) && consumed == token.Length)
        {
            id = new RequestId(number, null);
            return true;
        }

        id = new RequestId(0, ReadText(token));
        return true;
    }

    private static string ReadText(ReadOnlySpan<byte> token)
    {
        if (token[0] != (byte)'"')
        {
            return "#" + System.Text.Encoding.Latin1.GetString(token);
        }

        try
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
            return "\"" + reader.GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid UTF-8 or a lone surrogate in the id: its letters must do.
            return "#" + System.Text.Encoding.Latin1.GetString(token);
        }
    }
}
