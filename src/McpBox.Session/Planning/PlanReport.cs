using System.Collections.Immutable;
using McpBox.Profiles;
using McpBox.Sandbox;

namespace McpBox.Session.Planning;

/// <summary>Collects what is wrong while a plan is made, so that the user sees all of it at once.</summary>
/// <param name="command">Where the command line was written.</param>
internal sealed class PlanReport(Origin command)
{
    private readonly List<Problem> _problems = [];
    private readonly List<string> _warnings = [];
    private PlanFailureKind _failure = PlanFailureKind.None;

    public bool Failed => _failure != PlanFailureKind.None;

    /// <summary>Reports a problem of the command line.</summary>
    public void Refuse(string code, string message, string hint, PlanFailureKind kind = PlanFailureKind.Refused) =>
        Refuse(command, code, message, hint, kind);

    public void Refuse(Origin origin, string code, string message, string hint, PlanFailureKind kind = PlanFailureKind.Refused)
    {
        var problem = new Problem(origin, code, message, hint);
        if (!_problems.Contains(problem))
            _problems.Add(problem);
        _failure = kind > _failure ? kind : _failure;
    }

    public void Warn(string message, string hint)
    {
        var text = $"{message}\nhint: {hint}";
        if (!_warnings.Contains(text, StringComparer.Ordinal))
            _warnings.Add(text);
    }

    public PlanResult Failure() => new(null, _failure, [.. _problems], [.. _warnings]);

    public PlanResult Success(SandboxPlan plan) => new(plan, PlanFailureKind.None, [], [.. _warnings]);
}
