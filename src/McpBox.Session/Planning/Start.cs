using System.Collections.Immutable;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>How the server starts inside: what follows from where its program comes from.</summary>
/// <param name="Name">For a command line that has none.</param>
internal sealed record Start(
    string Name, ImmutableArray<string> Command, string WorkingDirectory, EnvironmentPlan Environment, RunAs RunAs);
