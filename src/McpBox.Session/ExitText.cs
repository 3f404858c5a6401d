using McpBox.Sandbox;

namespace McpBox.Session;

/// <summary>How a server ended, in words.</summary>
public static class ExitText
{
    public static string Describe(this SandboxExit exit)
    {
        ArgumentNullException.ThrowIfNull(exit);
        return exit switch
        {
            { SetupFailure: { } why } => $"never ran: {why}",
            { OutOfMemory: true } => "was killed because it reached its memory limit (limits.memory)",
            { Signal: { } signal } => $"was ended by signal {signal}",
            { Code: { } code } => $"exited with code {code}",
            _ => "ended",
        };
    }
}
