using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>Who the init is, and what it may do (proc_pid_status(5)).</summary>
internal static class IdentityView
{
    private const string Ambient = "CapAmb";

    private static readonly string[] CapabilitySets = ["CapInh", "CapPrm", "CapEff", "CapBnd", Ambient];

    internal static readonly string[] Checks =
        [ProbeNames.Capabilities, ProbeNames.NoNewPrivileges, ProbeNames.Seccomp, ProbeNames.Uid, ProbeNames.Gid, ProbeNames.Groups];

    internal static IReadOnlyDictionary<string, string> Read()
    {
        var status = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Files.ReadLines("/proc/self/status"))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                status[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (check, value) in new[]
        {
            (ProbeNames.Capabilities, Capabilities(status)),
            (ProbeNames.NoNewPrivileges, $"{Native.Prctl(Native.GetNoNewPrivileges, 0, 0, 0, 0)}"),
            (ProbeNames.Seccomp, status.GetValueOrDefault("Seccomp")),
            (ProbeNames.Uid, All(status.GetValueOrDefault("Uid"))),
            (ProbeNames.Gid, All(status.GetValueOrDefault("Gid"))),
            (ProbeNames.Groups, status.GetValueOrDefault("Groups") is { } groups ? ProbeWords.List(Words(groups)) : null),
        })
        {
            if (value is not null)
                seen[check] = value;
        }

        return seen;
    }

    /// <summary>A map of user_namespaces(7) on one line.</summary>
    internal static string Map(string path) =>
        string.Join(", ", Files.ReadLines(path).Select(static line => string.Join(' ', Words(line))));

    // A set that the kernel does not tell of may hold anything; but the ambient one, which gVisor does not tell of, nothing that is not
    // permitted (capabilities(7)).
    private static string Capabilities(Dictionary<string, string> status) => ProbeWords.List(CapabilitySets
        .Where(set => set != Ambient || status.ContainsKey(set))
        .Select(set => (Set: set, Value: status.GetValueOrDefault(set, "?").TrimStart('0')))
        .Where(static set => set.Value.Length > 0)
        .Select(static set => $"{set.Set}={set.Value}"));

    /// <summary>Real, effective, saved and file system id: one number where they are the same.</summary>
    private static string? All(string? ids) => ids is null ? null : string.Join('/', Words(ids).Distinct(StringComparer.Ordinal));

    private static string[] Words(string text) => text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
