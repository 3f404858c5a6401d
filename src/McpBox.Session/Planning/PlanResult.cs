using System.Collections.Immutable;
using McpBox.Egress.Rules;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>Why there is no plan, in the order in which a graver reason hides a lesser one.</summary>
public enum PlanFailureKind
{
    /// <summary>There is a plan.</summary>
    None,

    /// <summary>The program, or an interpreter that it needs, was not found. A shell says 127.</summary>
    NotFound,

    /// <summary>The program was found and cannot be executed. A shell says 126.</summary>
    CannotExecute,

    /// <summary>Something was asked for that mcpbox refuses.</summary>
    Refused,
}

/// <summary>A plan, or all the reasons why there is none; never both.</summary>
/// <param name="Warnings">What will probably surprise the user although it is allowed; each may have a <c>hint:</c> on further lines.</param>
public sealed record PlanResult(
    SandboxPlan? Plan, PlanFailureKind Failure, ImmutableArray<Problem> Problems, ImmutableArray<string> Warnings)
{
    /// <summary>The hosts that the plan's listeners stand for; null where there are none.</summary>
    public Allowlist? Hosts { get; init; }
}
