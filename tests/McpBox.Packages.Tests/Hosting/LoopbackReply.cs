using System.Text;

namespace McpBox.Packages.Tests.Hosting;

/// <summary>What came in.</summary>
/// <param name="Path">As it was sent, without the query.</param>
/// <param name="Query">Without the question mark.</param>
/// <param name="Headers">By lower-case name.</param>
internal sealed record LoopbackRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Subject of the client's certificate.</summary>
    public string? Client { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A well-behaved answer; what is not goes through <see cref="LoopbackRegistry.MapRaw"/>.</summary>
/// <param name="Headers">Beside Content-Type, Content-Length and Connection.</param>
internal sealed record LoopbackReply(int Status, byte[] Body, string ContentType = "application/octet-stream", params (string Name, string Value)[] Headers)
{
    public static LoopbackReply Bytes(byte[] body, string contentType = "application/octet-stream") => new(200, body, contentType);

    public static LoopbackReply Text(string text, string contentType = "text/plain") => new(200, Encoding.UTF8.GetBytes(text), contentType);

    public static LoopbackReply Json(string json, string contentType = "application/json") => Text(json, contentType);

    public static LoopbackReply Of(int status) => new(status, [], "text/plain");

    public static LoopbackReply Redirect(string location, int status = 302) => new(status, [], "text/plain", ("Location", location));
}
