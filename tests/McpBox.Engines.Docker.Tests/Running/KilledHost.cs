namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A process of its own that starts a sandbox and is killed on the way.</summary>
internal static class KilledHost
{
    public static int Run(ReadOnlySpan<string> arguments) => arguments.Length;
}
