using System.Collections.Immutable;
using McpBox.Posix.Files;
using McpBox.Posix.Processes;

namespace McpBox.Engines.Docker.Running;

/// <summary>What a start is given beside the plan.</summary>
internal sealed record StartParts
{
    public required string Session { get; init; }

    public required ProcessIdentity Owner { get; init; }

    /// <summary>Effective uid of mcpbox.</summary>
    public required uint Uid { get; init; }

    public required StdioChoice Stdio { get; init; }

    /// <summary>Path of the init here.</summary>
    public required string Init { get; init; }

    public required GuardProgram Guard { get; init; }

    public required RunFolder Run { get; init; }

    /// <summary>For tests that take a control away, to show that its absence would be noticed.</summary>
    public Func<byte[], byte[]> Amend { get; init; } = static body => body;

    /// <summary>For tests of what happens when this process ends during a start.</summary>
    public Action<StartStep> Reached { get; init; } = static _ => { };

    /// <summary>Names of the variables that the image sets.</summary>
    public ImmutableArray<string> ImageVariables { get; init; } = [];
}
