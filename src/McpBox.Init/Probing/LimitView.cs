using System.Globalization;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>Limits, as a process itself can see them; null where it cannot.</summary>
internal static unsafe class LimitView
{
    /// <summary>RLIMIT_NOFILE.</summary>
    internal const int OpenFiles = 7;

    /// <summary>RLIMIT_FSIZE.</summary>
    internal const int FileSize = 1;

    /// <summary>RLIMIT_CORE.</summary>
    internal const int Core = 4;

    private const string Cgroups = "/sys/fs/cgroup";

    /// <summary>The hard limit: the soft one can be raised to it.</summary>
    internal static string Resource(int resource)
    {
        Native.ResourceLimit limit;
        if (Native.GetLimit(resource, &limit) != 0)
            return ProbeWords.Error + Errno.Name(Native.Errno);
        return limit.Hard == ulong.MaxValue ? ProbeWords.Unlimited : limit.Hard.ToString(CultureInfo.InvariantCulture);
    }

    internal static string? Memory() => Value("memory.max") ?? Value("memory/memory.limit_in_bytes");

    /// <summary>Version 2 counts swap apart, version 1 together with memory.</summary>
    internal static string? Swap()
    {
        if (Value("memory.swap.max") is { } apart)
            return apart;
        return long.TryParse(Value("memory/memory.memsw.limit_in_bytes"), out var both) && long.TryParse(Memory(), out var memory)
            ? Math.Max(0, both - memory).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    internal static string? Pids() => Value("pids.max") ?? Value("pids/pids.max");

    /// <summary>Processor time over real time.</summary>
    internal static string? Cpus()
    {
        if (Value("cpu.max") is { } max)
            return max.Split(' ') is [var most, var each] ? Ratio(most, each) : max;
        return Value("cpu/cpu.cfs_quota_us") is { } quota && Value("cpu/cpu.cfs_period_us") is { } period ? Ratio(quota, period) : null;
    }

    private static string Ratio(string quota, string period) =>
        double.TryParse(quota, out var time) && time > 0 && double.TryParse(period, out var span) && span > 0
            ? (time / span).ToString("0.###", CultureInfo.InvariantCulture)
            : ProbeWords.Unlimited;

    private static string? Value(string file) => Files.TryReadFile($"{Cgroups}/{file}", out _)?.Trim() switch
    {
        "max" => ProbeWords.Unlimited,
        var text => text,
    };
}
