using System.Collections.Immutable;

namespace McpBox.Sandbox.Init;

/// <summary>What the init saw inside the sandbox, before the server: facts only. Whether they are good enough is decided outside.</summary>
/// <param name="Observations">Check to what was observed, as <see cref="Probe.ProbeFinding.Check"/> names them; sorted.</param>
public sealed record InitReport(ImmutableSortedDictionary<string, string> Observations);
