using System.Collections.Immutable;

namespace McpBox.Engines.Docker;

/// <summary>How a program is started that calls <see cref="ContainerGuard.Run"/>: mcpbox itself, by a hidden word.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Arguments">What stands before the guard's own arguments.</param>
public sealed record GuardProgram(string Path, params ImmutableArray<string> Arguments)
{
    /// <summary>The word of mcpbox's own command line.</summary>
    public const string Verb = "guard";

    /// <summary>The running program, and <see cref="Verb"/>.</summary>
    public static GuardProgram Own() => new(Environment.ProcessPath ?? throw new InvalidOperationException("a process without a program"), Verb);
}
