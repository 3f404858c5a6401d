using System.Collections.Immutable;

namespace McpBox.Packages.Building;

/// <summary>One program of a build.</summary>
public sealed record BuildStep
{
    /// <summary>Name or absolute path: <c>npm</c>, <c>python3</c>, <c>dotnet</c>.</summary>
    public required string Program { get; init; }

    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Beside PATH, HOME, LANG and TMPDIR, the whole environment.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The folder that is worked in: shown inside at its own path, writable. Absolute, canonical.</summary>
    public required string Folder { get; init; }

    /// <summary>Folders and files that are shown at their own paths, read-only.</summary>
    public ImmutableArray<string> Shown { get; init; } = [];

    /// <summary>Who answers on <see cref="GatewayAddress"/> inside; null for no network at all.</summary>
    public IBuildGateway? Gateway { get; init; }

    /// <summary>After this long everything of the step is killed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A line that the program wrote to stdout or stderr, for whoever watches. Hostile text.</summary>
    public Action<string>? Said { get; init; }

    /// <summary>The one address that answers in a build sandbox, host and port.</summary>
    public const string GatewayAddress = "127.0.0.1:4873";
}

/// <summary>Answers the connections that come out of a build sandbox.</summary>
public interface IBuildGateway
{
    /// <summary>Called for each connection, each on a thread of its own; owns and closes the stream. Never throws.</summary>
    void Serve(Stream connection);
}

/// <summary>How a step ended.</summary>
/// <param name="ExitCode">As a shell says it; 124 when its time was over.</param>
/// <param name="Output">The last 64 KiB of stdout and stderr together, as UTF-8. Hostile text.</param>
public sealed record BuildOutcome(int ExitCode, string Output);
