using System.Text.Json;
using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>What a server says of itself in its answer to <c>initialize</c>.</summary>
/// <param name="Seen">What it saw where it was started; only the test's own npm server tells.</param>
internal sealed record Hello(string Name, string Version, JsonElement Seen)
{
    public const string Request =
        """{"jsonrpc":"2.0","id":"first","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n";

    public static Hello Read(byte[]? line, RawSession session)
    {
        Assert.True(line is not null, session.Stderr);
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        Assert.Equal("first", root.GetProperty("id").GetString());
        Assert.True(root.TryGetProperty("result", out var result), root.ToString());
        var server = result.GetProperty("serverInfo");
        var seen = result.TryGetProperty("_meta", out var meta) ? meta.Clone() : default;
        return new Hello(server.GetProperty("name").GetString()!, server.GetProperty("version").GetString()!, seen);
    }

    /// <summary>A list of words that the server saw.</summary>
    public string[] Words(string name) => [.. Seen.GetProperty(name).EnumerateArray().Select(word => word.GetString()!)];
}
