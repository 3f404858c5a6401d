using McpBox.Sandbox;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>A sentence of the contract that does not hold on a subject.</summary>
/// <param name="Sentence">Name of the test, or of the line that tests/probe/probe.c prints.</param>
/// <param name="Reason">What the subject does instead, and why that is its nature and not a mistake of ours.</param>
/// <param name="RunAs">The one identity for which it does not hold; null for each.</param>
internal sealed record Exemption(Subject Subject, string Sentence, string Reason, RunAs? RunAs);
