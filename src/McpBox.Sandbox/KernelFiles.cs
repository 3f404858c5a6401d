using System.Collections.Immutable;

namespace McpBox.Sandbox;

/// <summary>Files of /proc that are about the machine and no process.</summary>
public static class KernelFiles
{
    /// <summary>What tells about the host's kernel or reaches it: covered on every engine, and the self-probe looks whether it is.</summary>
    public static ImmutableArray<string> Masked { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/bus", "/proc/config.gz", "/proc/driver", "/proc/dynamic_debug", "/proc/firmware", "/proc/fs",
        "/proc/interrupts", "/proc/iomem", "/proc/ioports", "/proc/irq", "/proc/kallsyms", "/proc/kcore", "/proc/key-users", "/proc/keys",
        "/proc/kmsg", "/proc/kpagecgroup", "/proc/kpagecount", "/proc/kpageflags", "/proc/latency_stats", "/proc/modules", "/proc/mtrr",
        "/proc/pagetypeinfo", "/proc/sched_debug", "/proc/schedstat", "/proc/scsi", "/proc/slabinfo", "/proc/softirqs",
        "/proc/sysrq-trigger", "/proc/timer_list", "/proc/timer_stats", "/proc/vmallocinfo",
    ];
}
