using McpBox.EndToEnd.Tests.Harness;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>What a client asks a server first.</summary>
internal static class Asking
{
    /// <returns>The answer to tools/list.</returns>
    public static async Task<string> ToolsAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        await using var session = RawSession.Start(command, environment);
        await session.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""" + "\n");
        await session.RequestAsync(2, "tools/list");
        var answer = "";
        while (!answer.Contains("\"id\":2", StringComparison.Ordinal))
            answer = await session.ReadTextAsync() ?? throw new InvalidOperationException(session.Stderr);
        return answer;
    }
}
