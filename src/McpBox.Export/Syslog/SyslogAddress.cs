using System.Globalization;

namespace McpBox.Export.Syslog;

/// <summary>Where a syslog receiver listens.</summary>
public abstract record SyslogAddress
{
    private const string Hint = "write tcp://HOST:PORT, tls://HOST (port 6514 if none is named) or unix:/dev/log";
    private const int TlsPort = 6514;

    private SyslogAddress()
    {
    }

    /// <exception cref="ExportException">MB4602: what was typed is none.</exception>
    public static SyslogAddress Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith("unix:", StringComparison.Ordinal))
            return OfPath(address["unix:".Length..]);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("tcp" or "tls") || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
            throw new ExportException("MB4602", "this is no address of a syslog receiver", Hint);
        var port = uri.Port > 0 ? uri.Port : uri.Scheme == "tls" ? TlsPort : throw new ExportException("MB4602", "the address of the syslog receiver names no port", Hint);
        return new Network(uri.DnsSafeHost, port, uri.Scheme == "tls");
    }

    private static Path OfPath(string path)
    {
        path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
        return path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal) ? new Path(path) : throw new ExportException("MB4602", "a unix socket has an absolute path", Hint);
    }

    /// <summary>TCP with octet counting (RFC 6587, section 3.4.1), or TLS (RFC 5425).</summary>
    public sealed record Network(string Host, int Port, bool Tls) : SyslogAddress
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "tls" : "tcp")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
    }

    /// <summary>A unix socket, for datagrams or, where it takes none, a stream.</summary>
    public sealed record Path(string Name) : SyslogAddress
    {
        public override string ToString() => $"unix:{Name}";
    }
}
