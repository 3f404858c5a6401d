using System.Text;

namespace McpBox.Egress.Inspection;

/// <summary>The host that a request of HTTP/1 names (RFC 9112 section 3.2).</summary>
internal static class HttpHost
{
    public static FirstBytes Read(ReadOnlySpan<byte> bytes)
    {
        // A client of HTTP/2 names its hosts in compressed headers.
        if (bytes.StartsWith("PRI * HTTP/2"u8))
            return new FirstBytes(FirstKind.Broken);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return new FirstBytes(bytes.IndexOf("\n\n"u8) >= 0 ? FirstKind.Broken : FirstKind.Unfinished);
        var head = bytes[..(end + 2)];
        string? name = null;
        var first = true;
        while (head.IndexOf("\r\n"u8) is >= 0 and var lineEnd)
        {
            var line = head[..lineEnd];
            head = head[(lineEnd + 2)..];
            if (line.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0 || (!first && !HasName(line)))
                return new FirstBytes(FirstKind.Broken);
            if (first ? !IsPlain(line) : IsHost(line) && name is not null)
                return new FirstBytes(FirstKind.Broken);
            if (!first && IsHost(line))
                name = Encoding.Latin1.GetString(line[5..]).Trim(' ', '\t');
            first = false;
        }

        return name is null ? new FirstBytes(FirstKind.Http) : new FirstBytes(FirstKind.Http, WithoutPort(name));
    }

    /// <summary>A path as target: an absolute URL or an authority (CONNECT) would name another host than Host does.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> line) =>
        line.IndexOf((byte)' ') is > 0 and var space && IsWord(line[..space]) && space + 1 < line.Length && line[space + 1] is (byte)'/' or (byte)'*';

    /// <summary>No folded line, and no space before the colon (RFC 9112 section 5.1): some servers would pass over it.</summary>
    private static bool HasName(ReadOnlySpan<byte> line) => line.IndexOf((byte)':') is > 0 and var colon && IsWord(line[..colon]);

    private static bool IsWord(ReadOnlySpan<byte> word) => word.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;

    private static bool IsHost(ReadOnlySpan<byte> line) => line.Length >= 5 && Ascii.EqualsIgnoreCase(line[..5], "host:");

    private static string WithoutPort(string host) => host.LastIndexOf(':') is > 0 and var colon && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? host[..colon] : host;
}
