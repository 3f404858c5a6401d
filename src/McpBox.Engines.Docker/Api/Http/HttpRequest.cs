using System.Text;

namespace McpBox.Engines.Docker.Api.Http;

/// <summary>One request. Written as a whole; the connection is used for nothing else.</summary>
/// <param name="Path">Path and query, already escaped.</param>
internal sealed record HttpRequest(string Method, string Path)
{
    /// <summary>JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>A tar archive to be sent in chunks; not disposed.</summary>
    public Stream? Tar { get; init; }

    /// <summary>Value of X-Registry-Auth, base64url; a secret.</summary>
    public string? RegistryAuth { get; init; }

    /// <summary>Asks for the connection itself: what follows the answer's head is a raw stream.</summary>
    public bool Hijack { get; init; }

    /// <summary>For messages: what was asked for, without the query.</summary>
    public string Words => $"{Method} {Path.Split('?')[0]}";

    public void WriteTo(Stream stream, string host)
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Path).Append(" HTTP/1.1\r\nHost: ").Append(host)
            .Append("\r\nUser-Agent: mcpbox\r\nAccept: application/json\r\n");
        head.Append(Hijack ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n");
        if (RegistryAuth is not null)
            head.Append("X-Registry-Auth: ").Append(RegistryAuth).Append("\r\n");
        if (Tar is not null)
            head.Append("Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n");
        else if (!Json.IsEmpty)
            head.Append("Content-Type: application/json\r\nContent-Length: ").Append(Json.Length).Append("\r\n");
        else if (Method is "POST" or "PUT")
            head.Append("Content-Length: 0\r\n");
        head.Append("\r\n");

        // One write for head and body: one segment, one wake-up of the daemon.
        stream.Write([.. Encoding.ASCII.GetBytes(head.ToString()), .. Json.Span]);
        if (Tar is not null)
            WriteChunks(Tar, stream);
        stream.Flush();
    }

    private static void WriteChunks(Stream source, Stream target)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = source.Read(buffer, 0, buffer.Length)) > 0;)
        {
            target.Write(Encoding.ASCII.GetBytes($"{count:x}\r\n"));
            target.Write(buffer, 0, count);
            target.Write("\r\n"u8);
        }

        target.Write("0\r\n\r\n"u8);
    }
}
