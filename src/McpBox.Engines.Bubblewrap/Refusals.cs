using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap;

/// <summary>Every refusal of this engine, in the order of its codes (docs/errors.md).</summary>
internal static class Refusals
{
    public static Refusal BubblewrapMissing() => new(
        "MB2101",
        "bubblewrap is not installed: there is no /usr/bin/bwrap, /bin/bwrap or /usr/local/bin/bwrap",
        "apt install bubblewrap (0.8.0-2+deb12u1, 0.9.0-1ubuntu0.1, 0.10 or later)");

    public static Refusal SetupFailed(string words) => new(
        "MB2110",
        $"the sandbox could not be set up: {words}",
        "mcpbox started nothing; the message is bubblewrap's own");

    public static Refusal SourceMoved(string source, string found) => new(
        "MB2111",
        $"the mount source {source} is not what the plan decided on: it leads to {found}",
        "a part of the path became a symbolic link after the plan was made; start again, and find out who changed it");
}
