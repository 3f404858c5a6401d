using System.Collections.Immutable;
using McpBox.Cli.Run;
using McpBox.Profiles;

namespace McpBox.Cli.Probe;

/// <summary>Which sandbox is to be looked at, as it was typed.</summary>
/// <param name="Name">A server, else a profile; null for the default profile.</param>
/// <param name="Engine">Null for the profile's.</param>
/// <param name="Image">Null for the profile's, if it has one.</param>
internal sealed record ProbeSubject(string? Name, string? Engine, string? Image)
{
    /// <summary>Stands where a profile alone has no server; it is not started.</summary>
    private static readonly ImmutableArray<string> Anything = ["true"];

    /// <summary>What <c>mcpbox run</c> would be told: a server by its own plan, a profile with a command that does nothing.</summary>
    public RunArguments Arguments(Configuration configuration) => Name is { } name && configuration.HasServer(name)
        ? new RunArguments(name, null, Engine, Image, [], null, [])
        : new RunArguments(null, Name, Engine, Image, [], null, Anything);

    /// <summary>Whether the name means something at all.</summary>
    public bool IsKnown(Configuration configuration) =>
        Name is not { } name || configuration.HasServer(name) || configuration.Profiles.ContainsKey(name);
}
