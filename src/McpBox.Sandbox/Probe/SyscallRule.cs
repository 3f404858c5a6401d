namespace McpBox.Sandbox.Probe;

/// <summary>Observations of system calls: <c>EPERM: mount umount2; ENOSYS: statmount; absent: umount</c>.</summary>
internal static class SyscallRule
{
    private static readonly string[] Good = ["EPERM", "ENOSYS", ProbeWords.Absent];

    /// <summary>Each trial of a check was made, and refused by the filter.</summary>
    public static ProbeRule Refused(string check) => new(
        static _ => "EPERM or ENOSYS for each",
        (_, observed) => Weakness(SyscallTrials.All.Where(trial => trial.Check == check), observed));

    private static string? Weakness(IEnumerable<SyscallTrial> trials, string observed)
    {
        var outcomes = Read(observed);
        var weak = trials
            .Select(trial => (trial.Name, Outcome: outcomes.GetValueOrDefault(trial.Name, "not tried")))
            .Where(static trial => !Good.Contains(trial.Outcome))
            .Select(static trial => $"{trial.Name}: {trial.Outcome}")
            .ToList();
        return weak.Count == 0 ? null : string.Join(", ", weak);
    }

    private static Dictionary<string, string> Read(string observed)
    {
        var outcomes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in observed.Split("; "))
        {
            if (part.Split(": ", 2) is not [var outcome, var names])
                continue;
            foreach (var name in ProbeWords.Items(names))
                outcomes[name] = outcome;
        }

        return outcomes;
    }
}
