using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Hosting;

/// <summary>What a server said, and how it ended.</summary>
internal sealed record Ended(string Output, string Error, SandboxExit Exit);
