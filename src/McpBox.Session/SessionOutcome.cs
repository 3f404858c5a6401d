using McpBox.Relay;
using McpBox.Sandbox;

namespace McpBox.Session;

/// <summary>How a session went, from which the exit code follows.</summary>
public abstract record SessionOutcome
{
    private SessionOutcome()
    {
    }

    /// <summary>The server never ran.</summary>
    public sealed record Refused(RefusalKind Kind, IReadOnlyList<Refusal> Refusals) : SessionOutcome;

    /// <summary>The server ran.</summary>
    /// <param name="JournalPath">Where the record is.</param>
    /// <param name="Journal">Why the record could not be carried on; null when it is whole.</param>
    public sealed record Ran(SandboxExit Exit, RelayOutcome Relay, string JournalPath, Refusal? Journal) : SessionOutcome;
}

public enum RefusalKind
{
    /// <summary>The engine cannot honour the plan, or is missing.</summary>
    Engine,

    /// <summary>The sandbox could not be set up.</summary>
    Sandbox,

    /// <summary>The journal could not be started.</summary>
    Journal,
}
