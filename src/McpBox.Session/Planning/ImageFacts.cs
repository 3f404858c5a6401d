using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>An image, and what it says about how to be run (OCI image specification, "Image Configuration").</summary>
public sealed record ImageFacts(PlanImage Image)
{
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    /// <summary>CMD: arguments of ENTRYPOINT, or the whole command where there is none.</summary>
    public ImmutableArray<string> DefaultArguments { get; init; } = [];

    /// <summary>ENV, each entry <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>WORKDIR; empty when the image sets none.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>What the daemon has under the same tag by now, where that is another image than the recorded one; null otherwise.</summary>
    public string? MovedTo { get; init; }
}
