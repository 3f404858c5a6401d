using System.Text;

namespace McpBox.Egress.Inspection;

/// <summary>What the first bytes from a client say about where it thinks it goes.</summary>
/// <param name="Kind">Which protocol they are of.</param>
/// <param name="Name">The server name of TLS, or HTTP's host without its port; null for none.</param>
/// <param name="IsHidden">True where TLS hides the name that it means (encrypted ClientHello).</param>
internal readonly record struct FirstBytes(FirstKind Kind, string? Name = null, bool IsHidden = false)
{
    /// <summary>The most that is looked at: a ClientHello with post-quantum keys and tickets has some kilobytes.</summary>
    public const int Most = 64 * 1024;

    private static readonly string[] Methods = ["GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ", "PRI "];

    private const string Version = "HTTP/";

    /// <summary>Reads them. <see cref="FirstKind.Unfinished"/> asks for more.</summary>
    public static FirstBytes Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return new FirstBytes(FirstKind.Unfinished);
        if (bytes[0] == ClientHello.HandshakeRecord)
            return ClientHello.Read(bytes);
        if (ClientHello.IsOtherRecord(bytes) is not false and var other)
            return new FirstBytes(other is null ? FirstKind.Unfinished : FirstKind.Broken);
        // RFC 9112 section 2.2: servers pass over empty lines before a request.
        var text = bytes.TrimStart("\r\n"u8);
        return LooksLikeHttp(text) switch
        {
            null => new FirstBytes(FirstKind.Unfinished),
            true => HttpHost.Read(text),
            false => new FirstBytes(FirstKind.Other),
        };
    }

    /// <summary>Null while it could become one. Any word can be a method (RFC 9110 section 9.1): a first line that has a version of HTTP is a request, too.</summary>
    private static bool? LooksLikeHttp(ReadOnlySpan<byte> text)
    {
        foreach (var method in Methods)
        {
            if (text.Length >= method.Length && Ascii.EqualsIgnoreCase(text[..method.Length], method))
                return true;
        }

        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        if (end >= 0)
            return HasVersion(line);
        // Without its end, a line that has anything but letters where the method is, or a NUL, is no request.
        var space = line.IndexOfAny(" \t\v\f"u8);
        var word = space < 0 ? line : line[..space];
        return word.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0 || line.Contains((byte)0) ? false : null;
    }

    private static bool HasVersion(ReadOnlySpan<byte> line)
    {
        for (; line.Length >= Version.Length; line = line[1..])
        {
            if (Ascii.EqualsIgnoreCase(line[..Version.Length], Version))
                return true;
        }

        return false;
    }
}

/// <summary>Protocols that name their host in the first bytes.</summary>
internal enum FirstKind
{
    /// <summary>More bytes are needed.</summary>
    Unfinished,

    /// <summary>A TLS ClientHello.</summary>
    Tls,

    /// <summary>A request of HTTP/1.</summary>
    Http,

    /// <summary>Anything else: the name that was connected to is all there is.</summary>
    Other,

    /// <summary>It begins like TLS or HTTP and is neither.</summary>
    Broken,
}
