namespace McpBox.Journal.Tests.Redacting;

/// <summary>Frames as they are in ordinary sessions: nothing in them is secret, and nothing may be replaced.</summary>
public sealed class OrdinaryFrameTests
{
    public static TheoryData<string> Frames =>
    [
        """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{"listChanged":true},"sampling":{},"elicitation":{}},"clientInfo":{"name":"claude-ai","version":"0.1.0"}}}""",
        """{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true},"logging":{}},"serverInfo":{"name":"secure-filesystem-server","version":"0.2.0"},"instructions":"Tokens are counted; see https://modelcontextprotocol.io/docs. Authorization: not needed."}}""",
        """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
        """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"login","description":"Logs in with a password or an API key.","inputSchema":{"type":"object","properties":{"username":{"type":"string"},"password":{"type":"string","description":"Your password: at least 8 characters"},"api_key":{"type":["string","null"]},"max_tokens":{"type":"integer","default":4096},"token":{"$ref":"#/$defs/Token"}},"required":["username","password"],"$defs":{"Token":{"type":"string","minLength":1}},"additionalProperties":false}}],"nextCursor":"eyJwYWdlIjoyfQ=="}}""",
        """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"/home/ada/src/tokenizer.py"},"_meta":{"progressToken":"7f0c-1"}}}""",
        """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":50,"total":100}}""",
        """{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"def tokenize(text):\n    tokens = text.split()\n    return tokens\n\nif password is None:\n    raise ValueError(\"password required\")\n"}],"isError":false}}""",
        """{"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"image","data":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==","mimeType":"image/png"}]}}""",
        """{"jsonrpc":"2.0","id":4,"result":{"content":[{"type":"text","text":"commit 9fceb02d0ae598e95dc970b74767f19372d61af8\nAuthor: Ada <ada@example.com>\nDate: 2026-11-20T09:00:00Z\n\nhttps://github.com/ada/x/pull/12?tab=files#r1 50%25 of risk-free tasks"}]}}""",
        """{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"Explain bearer tokens and basic auth."}}],"maxTokens":100,"stopSequences":["</s>"]}}""",
        """{"jsonrpc":"2.0","id":6,"error":{"code":-32601,"message":"Method not found: secrets/list"}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"usage":{"input_tokens":12,"output_tokens":7,"token_count":19},"eos_token":"</s>","nextPageToken":"CAUQAA"}}""",
    ];

    [Theory]
    [MemberData(nameof(Frames))]
    public void An_ordinary_frame_is_kept_byte_for_byte(string frame)
    {
        var kept = Kept.Frame(frame, Kept.Rules with { Secrets = ["s3cr3t-of-another"] });
        Assert.Equal((frame, 0L, ""), (kept.Body, kept.Redacted, kept.Hash));
    }
}
