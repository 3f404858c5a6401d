using System.Globalization;
using System.Text;

namespace McpBox.Review.Http;

/// <summary>A whole answer. Every one carries the same headers that keep a browser from doing more with it than showing it.</summary>
internal sealed record HttpReply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Html = "text/html; charset=utf-8";
    public const string Plain = "text/plain; charset=utf-8";
    public const string Json = "application/json";
    public const string Bytes = "application/octet-stream";

    /// <summary>What the page may load and run: its own script and style, its own answers. Nothing inline, nothing from elsewhere, no frames.</summary>
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string Always = string.Concat(
        "Cache-Control: no-store\r\n",
        $"Content-Security-Policy: {Policy}\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n",
        "Cross-Origin-Embedder-Policy: require-corp\r\n",
        "Permissions-Policy: camera=(), microphone=(), geolocation=(), clipboard-read=()\r\n",
        "Referrer-Policy: no-referrer\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "X-Frame-Options: DENY\r\n");

    /// <summary>Further header lines, each with its CR LF.</summary>
    public string More { get; init; } = "";

    public static HttpReply Text(int status, string text) => new(status, Plain, Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>The head as it goes on the wire.</summary>
    public byte[] Head(bool close) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {Status} {Word(Status)}\r\nContent-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n{Always}{More}{(close ? "Connection: close\r\n" : "")}\r\n"));

    private static string Word(int status) => status switch
    {
        200 => "OK",
        303 => "See Other",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Error",
    };
}
