namespace McpBox.Packages.Tests.PyPi;

/// <summary>The wheels that tests build: an MCP server over stdio, and what it needs.</summary>
internal static class Wheels
{
    private const string Server = """
        import json
        import sys

        import mcp_words

        def main():
            for line in sys.stdin:
                request = json.loads(line)
                print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {"serverInfo": {"name": mcp_words.NAME, "version": "VERSION"}}}), flush=True)
        """;

    public static readonly WheelFile Words = new("mcp-words", "2.0") { Files = new() { ["mcp_words/__init__.py"] = "NAME = 'echo'\nSOME = {'a', 'b', 'c', 'd'}\n" } };

    public static WheelFile Echo(string version = "1.0") => new("mcp-echo", version)
    {
        Files = new() { ["mcp_echo/__init__.py"] = "", ["mcp_echo/server.py"] = Server.Replace("VERSION", version, StringComparison.Ordinal) },
        Programs = ["mcp-echo = mcp_echo.server:main", "mcp-echo-other = mcp_echo.server:other"],
        Requires = ["mcp-words>=1"],
    };
}
