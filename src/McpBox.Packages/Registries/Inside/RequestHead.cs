using System.Buffers;
using System.Text;
using McpBox.Packages.Registries.Fetching;

namespace McpBox.Packages.Registries.Inside;

/// <summary>
/// The head of a request out of a build sandbox, read as strictly as RFC 9112 allows: whatever some implementation reads differently is refused. The
/// other side is a package manager of the build, which writes plainly, or somebody who tries what is possible.
/// </summary>
/// <param name="Closes">The client wants no further answer on this connection.</param>
internal sealed record RequestHead(GatewayRequest Request, bool Closes)
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <param name="bytes">Without the empty line at its end.</param>
    /// <exception cref="UnclearRequestException">It is not answered.</exception>
    public static RequestHead Parse(ReadOnlyMemory<byte> bytes)
    {
        var lines = Lines(bytes.Span);
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[0].Length == 0 || words[0].AsSpan().ContainsAnyExcept(TokenCharacters))
            throw new UnclearRequestException("its first line is none of HTTP");
        if (words[2] != "HTTP/1.1")
            throw new UnclearRequestException("it is not in HTTP/1.1", 505);
        if (words[0] is not ("GET" or "HEAD"))
            throw new UnclearRequestException($"its method is {ShownText.Of(words[0])}", 405);
        CheckTarget(words[1]);
        var headers = Headers(lines.AsSpan(1));
        CheckFraming(headers);
        var query = words[1].IndexOf('?', StringComparison.Ordinal);
        var request = new GatewayRequest(
            words[0], query < 0 ? words[1] : words[1][..query], query < 0 ? "" : words[1][(query + 1)..], headers);
        var options = headers.GetValueOrDefault("connection", "").Split(',', StringSplitOptions.TrimEntries);
        return new RequestHead(request, options.Contains("close", StringComparer.OrdinalIgnoreCase));
    }

    // A line end is CR LF; either of them alone is a line end to some and a part of the line to others (RFC 9112, section 2.2).
    private static string[] Lines(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is (< 0x20 or >= 0x7f) and not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                throw new UnclearRequestException("its head has a control character, or one that is not ASCII");
        }

        var lines = Encoding.ASCII.GetString(bytes).Split("\r\n");
        return lines.Any(line => line.AsSpan().ContainsAny('\r', '\n'))
            ? throw new UnclearRequestException("a line of its head ends with one of CR and LF")
            : lines;
    }

    // Origin form alone: an absolute address or an authority would be a request to somebody else (RFC 9112, section 3.2).
    private static void CheckTarget(string target)
    {
        if (!target.StartsWith('/') || target.StartsWith("//", StringComparison.Ordinal))
            throw new UnclearRequestException($"{ShownText.WithoutLogin(target)} is no path");
        var problem = target.AsSpan().ContainsAny('[', ']') ? "it has brackets" : StrictAddress.Problem(target);
        if (problem is not null)
            throw new UnclearRequestException($"{ShownText.WithoutLogin(target)} is no plain path: {problem}");
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // A line that begins with a space continues the one before to some readers (RFC 9112, section 5.2), and has no name here.
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.AsSpan(0, colon).ContainsAnyExcept(TokenCharacters))
                throw new UnclearRequestException("a line of its head is no header");
            var name = line[..colon].ToLowerInvariant();
            if (!headers.TryAdd(name, line[(colon + 1)..].Trim(' ', '\t')))
                throw new UnclearRequestException($"its header {ShownText.Of(name)} stands there twice");
        }

        return headers;
    }

    private static void CheckFraming(Dictionary<string, string> headers)
    {
        if (headers.GetValueOrDefault("host", "").Length == 0)
            throw new UnclearRequestException("it has no Host header");
        if (headers.ContainsKey("transfer-encoding") || headers.GetValueOrDefault("content-length", "0") != "0")
            throw new UnclearRequestException("it has a body", 413);
        if (headers.ContainsKey("expect"))
            throw new UnclearRequestException("it expects something before its answer", 417);
    }
}
