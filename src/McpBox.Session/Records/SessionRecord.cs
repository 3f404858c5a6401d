using McpBox.Posix.Processes;

namespace McpBox.Session.Records;

/// <summary>A running session, as it is listed for <c>mcpbox ps</c>. Nothing of it is believed further than that.</summary>
public sealed record SessionRecord
{
    /// <summary>As <see cref="SessionRequest.SessionId"/>.</summary>
    public required string Session { get; init; }

    public required string Server { get; init; }

    public required string Profile { get; init; }

    /// <summary>As <see cref="Sandbox.ISandboxEngine.Name"/>.</summary>
    public required string Engine { get; init; }

    /// <summary>The mcpbox that runs it.</summary>
    public required ProcessIdentity Owner { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Absolute path of its journal.</summary>
    public required string Journal { get; init; }

    /// <summary>Short name of the process that started mcpbox; empty where it is not known.</summary>
    public string Client { get; init; } = "";
}
