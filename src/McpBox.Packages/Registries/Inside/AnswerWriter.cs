using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using McpBox.Sandbox;

namespace McpBox.Packages.Registries.Inside;

/// <summary>Writes answers: every one has a length, and no byte of a stranger's stands in its head.</summary>
internal sealed class AnswerWriter(Stream connection)
{
    /// <summary>What keeps an answer from being sent, or null.</summary>
    public static string? Problem(GatewayAnswer answer)
    {
        if (answer.Status is < 200 or > 599 or 204 or 205 or 304)
            return $"an answer has the status {answer.Status}";
        if (answer.ContentType.Length is 0 or > 200 || answer.ContentType.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return "an answer has a content type that does not fit into a header";
        return answer.Body is { CanRead: true, CanSeek: true } ? null : "an answer has a body of unknown length";
    }

    /// <returns>False when the body ended before its length.</returns>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public bool Send(GatewayAnswer answer, bool isHead, bool closes)
    {
        var left = answer.Body.Length - answer.Body.Position;
        Head(answer.Status, "", answer.ContentType, left, closes);
        if (isHead)
            return true;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (left > 0)
            {
                var count = ReadBody(answer.Body, buffer.AsSpan(0, (int)Math.Min(buffer.Length, left)));
                if (count == 0)
                    return false;
                connection.Write(buffer.AsSpan(0, count));
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return true;
    }

    /// <summary>Its text as JSON, which npm shows, and its code in the first line, which pip and NuGet show.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public void Refuse(Refusal refusal, int status, bool isHead, bool closes)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("error", $"{refusal.Code} {refusal.Message}");
            json.WriteEndObject();
        }

        var code = refusal.Code.Length == 6 && refusal.Code.All(char.IsAsciiLetterOrDigit) ? $" {refusal.Code}" : "";
        Head(status, $" mcpbox{code}", "application/json", body.WrittenCount, closes);
        if (!isHead)
            connection.Write(body.WrittenSpan);
    }

    // A body that cannot be read is one that ends early; only the connection's own failures are the client's.
    private static int ReadBody(Stream body, Span<byte> buffer)
    {
        try
        {
            return body.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Head(int status, string said, string contentType, long length, bool closes)
    {
        var reason = status switch
        {
            200 => "OK",
            404 => "Not Found",
            >= 500 => "Failed",
            >= 400 => "Refused",
            _ => "Status",
        };
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {reason}{said}\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\nConnection: {(closes ? "close" : "keep-alive")}\r\n\r\n");
        connection.Write(Encoding.ASCII.GetBytes(head));
    }
}
