using McpBox.Sandbox.Init;

namespace McpBox.Sandbox.Probe;

/// <summary>What the init saw, against what was promised.</summary>
public static class ProbeComparison
{
    /// <summary>Judges every check of <see cref="ProbeChecks"/>, in its order. What was not observed does not hold.</summary>
    /// <exception cref="ArgumentException"><see cref="ProbeContext.Unobservable"/> names a check that does not exist.</exception>
    public static ProbeReport Compare(SandboxPlan plan, ProbeContext context, InitReport report)
    {
        if (context.Unobservable.Keys.Except(ProbeChecks.All.Select(static check => check.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"there is no check {unknown}", nameof(context));
        var promise = new ProbePromise(plan, context);
        return new ProbeReport([.. ProbeChecks.All.Select(check => Judge(check, promise, report.Observations.GetValueOrDefault(check.Name)))]);
    }

    private static ProbeFinding Judge(ProbeCheck check, ProbePromise promise, string? observed)
    {
        var expected = check.Rule.Expected(promise);
        var weakness = observed is null ? ProbeFinding.NotObserved : check.Rule.Weakness(promise, observed);
        if (weakness is null)
            return new ProbeFinding(check.Name, check.Question, expected, observed!, Held: true);
        return promise.Context.Unobservable.TryGetValue(check.Name, out var reason)
            ? ProbeFinding.Unobservable(check.Name, check.Question, expected, reason)
            : new ProbeFinding(check.Name, check.Question, expected, weakness, Held: false);
    }
}
