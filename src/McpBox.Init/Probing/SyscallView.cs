using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>Makes the calls of <see cref="SyscallTrials"/> and tells what came of each.</summary>
internal static class SyscallView
{
    internal static readonly string[] Checks = [.. SyscallTrials.All.Select(static trial => trial.Check).Distinct(StringComparer.Ordinal)];

    /// <summary>For each check its outcomes: <c>EPERM: mount umount2; absent: umount</c>.</summary>
    internal static IReadOnlyDictionary<string, string> Try() => SyscallTrials.All
        .Select(static trial => (trial.Check, trial.Name, Outcome: Outcome(trial)))
        .GroupBy(static trial => trial.Check, StringComparer.Ordinal)
        .ToDictionary(
            static check => check.Key,
            static check => string.Join("; ", check
                .GroupBy(static trial => trial.Outcome, StringComparer.Ordinal)
                .Select(static outcome => $"{outcome.Key}: {ProbeWords.List(outcome.Select(static trial => trial.Name))}")),
            StringComparer.Ordinal);

    private static string Outcome(SyscallTrial trial)
    {
        var number = SyscallNumbers.Of(trial.Syscall);
        if (number == SyscallNumbers.Absent)
            return ProbeWords.Absent;
        var arguments = trial.Arguments;
        var result = Native.Syscall(
            number, (nint)arguments[0], (nint)arguments[1], (nint)arguments[2], (nint)arguments[3], (nint)arguments[4], (nint)arguments[5]);
        return result >= 0 ? ProbeWords.Allowed : Errno.Name(Native.Errno);
    }
}
