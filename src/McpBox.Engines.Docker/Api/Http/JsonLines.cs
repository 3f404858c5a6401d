using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace McpBox.Engines.Docker.Api.Http;

/// <summary>An answer that is one JSON object a line, read as it comes.</summary>
internal static class JsonLines
{
    private const int LongestLine = 256 * 1024;

    /// <summary>The objects in their order; what stands between them is passed over when it is blank.</summary>
    /// <exception cref="InvalidDataException">A line is longer than 256 KiB, or the body is broken.</exception>
    /// <exception cref="JsonException">A line is no such object.</exception>
    public static IEnumerable<T> Read<T>(HttpBody body, JsonTypeInfo<T> type)
        where T : class
    {
        var line = new List<byte>();
        var buffer = new byte[16 * 1024];
        for (int count; (count = body.Read(buffer)) > 0;)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                    line.Add(buffer[i]);
                else if (Take(line, type) is { } one)
                    yield return one;
            }

            if (line.Count > LongestLine)
                throw new InvalidDataException("a line of the answer is too long");
        }

        if (Take(line, type) is { } last)
            yield return last;
    }

    private static T? Take<T>(List<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        byte[] bytes = [.. line];
        line.Clear();
        return bytes.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : JsonSerializer.Deserialize(bytes, type);
    }
}
