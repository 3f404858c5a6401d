using System.Text;
using System.Text.Json;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>A JSON-RPC answer as the client got it.</summary>
/// <param name="Id">The raw JSON token.</param>
/// <param name="Error">Null for a result.</param>
internal sealed record Reply(string Id, ReplyError? Error)
{
    public static Reply Parse(byte[]? line)
    {
        Assert.NotNull(line);
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new Reply(
            root.GetProperty("id").GetRawText(),
            root.TryGetProperty("error", out var error)
                ? new ReplyError(
                    error.GetProperty("code").GetInt32(),
                    error.GetProperty("message").GetString()!,
                    error.TryGetProperty("data", out var data) ? data.GetRawText() : "")
                : null);
    }

    /// <summary>Every answer in what a session said, in its order.</summary>
    public static IReadOnlyList<Reply> ParseAll(byte[] output) =>
        Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Parse(Encoding.UTF8.GetBytes(line))).ToList();

    /// <summary>The answer is mcpbox's own error with this code.</summary>
    public ReplyError AssertRefused(int id, string code)
    {
        Assert.Equal($"{id}", Id);
        Assert.NotNull(Error);
        Assert.Equal(-32000, Error.Code);
        Assert.Contains(code, Error.Message, StringComparison.Ordinal);
        return Error;
    }

    /// <summary>The answer is the server's.</summary>
    public void AssertAnswered(int id)
    {
        Assert.Equal($"{id}", Id);
        Assert.Null(Error);
    }
}

/// <summary>The <c>error</c> of an answer.</summary>
/// <param name="Data">The raw JSON of <c>data</c>; empty when there is none.</param>
internal sealed record ReplyError(int Code, string Message, string Data);
