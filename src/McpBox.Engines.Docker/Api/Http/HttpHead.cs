using System.Globalization;
using System.Text;

namespace McpBox.Engines.Docker.Api.Http;

/// <summary>Status line and header fields of an answer (RFC 9112, sections 4 and 5), as far as a daemon's answers need them.</summary>
internal sealed class HttpHead
{
    private const int Longest = 32 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private HttpHead(int status)
    {
        Status = status;
    }

    public int Status { get; }

    /// <summary>Value of a header field; null when it is not there.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Reads up to and with the empty line; interim answers but 101 are passed over.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.x answer, or longer than 32 KiB.</exception>
    public static HttpHead Read(LineReader reader)
    {
        var budget = Longest;
        while (true)
        {
            var head = new HttpHead(ReadStatus(NextLine(reader, ref budget)));
            for (string line; (line = NextLine(reader, ref budget)).Length > 0;)
                head.Add(line);
            if (head.Status is 101 or >= 200)
                return head;
        }
    }

    private static string NextLine(LineReader reader, ref int budget)
    {
        var line = reader.ReadLine(budget);
        budget -= line.Length + 2;
        return Encoding.Latin1.GetString(line);
    }

    private static int ReadStatus(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && line[8] == ' '
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        ? status
        : throw new InvalidDataException($"no HTTP answer but \"{line}\"");

    private void Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            throw new InvalidDataException($"no HTTP header field: \"{line}\"");

        // A second length would be two opinions on where the answer ends (RFC 9112, section 6.3).
        var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
        if (!_fields.TryAdd(name, value) && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException("two lengths in one HTTP answer");
    }
}
