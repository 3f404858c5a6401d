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

    /// <summary>Reads them. <see cref="FirstKind.Unfinished"/> asks for more.</summary>
    public static FirstBytes Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return new FirstBytes(FirstKind.Unfinished);
        if (bytes[0] == ClientHello.HandshakeRecord)
            return ClientHello.Read(bytes);
        return LooksLikeHttp(bytes) switch
        {
            null => new FirstBytes(FirstKind.Unfinished),
            true => HttpHost.Read(bytes),
            false => new FirstBytes(FirstKind.Other),
        };
    }

    /// <summary>Null while it could become one.</summary>
    private static bool? LooksLikeHttp(ReadOnlySpan<byte> bytes)
    {
        bool? answer = false;
        foreach (var method in Methods)
        {
            var length = Math.Min(method.Length, bytes.Length);
            if (!Ascii.EqualsIgnoreCase(bytes[..length], method.AsSpan(0, length)))
                continue;
            if (length == method.Length)
                return true;
            answer = null;
        }

        return answer;
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
