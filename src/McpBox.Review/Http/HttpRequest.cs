using System.Globalization;

namespace McpBox.Review.Http;

/// <summary>A request's head (RFC 9112). There is no body: the server takes none.</summary>
/// <param name="Path">Percent-decoded never: no path of ours needs it, so an encoded one is simply unknown.</param>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A whole number of the query that is not negative; <paramref name="fallback"/> where it is absent or none.</summary>
    public long Number(string name, long fallback) =>
        Query.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    /// <summary>
    /// Takes a head apart, strictly: one SP between the words of the request line, field names of visible ASCII, no folded lines, and no name twice
    /// (two Host or Cookie fields are how one half of a program is told something else than the other). Null when it is not such a head.
    /// </summary>
    public static HttpRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        if (words is not [{ Length: > 0 } method, ['/', ..] target, "HTTP/1.1"])
            return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.AsSpan(0, colon).ContainsAnyExceptInRange('!', '~') || line.AsSpan().ContainsAnyExceptInRange('\t', '\u00ff') || line.Contains('\n', StringComparison.Ordinal) || line.Contains('\r', StringComparison.Ordinal))
                return null;
            if (!headers.TryAdd(line[..colon], line[(colon + 1)..].Trim(' ', '\t')))
                return null;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? new HttpRequest(method, target, new Dictionary<string, string>(), headers)
            : new HttpRequest(method, target[..mark], Pairs(target[(mark + 1)..]), headers);
    }

    private static Dictionary<string, string> Pairs(string query)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                pairs.TryAdd(pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        return pairs;
    }
}
