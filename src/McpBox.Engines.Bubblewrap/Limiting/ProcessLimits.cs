using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using McpBox.Engines.Bubblewrap.Running;
using McpBox.Sandbox;

namespace McpBox.Engines.Bubblewrap.Limiting;

/// <summary>Limits that a process hands on to its children: prlimit(2) and sched_setaffinity(2), set from outside while it waits.</summary>
internal static unsafe class ProcessLimits
{
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Core = 4;
    private const int Processes = 6;
    private const int OpenFiles = 7;

    /// <summary>Always, whatever else limits.</summary>
    public static void Basic(int processId, PlanLimits limits)
    {
        Set(processId, OpenFiles, (ulong)limits.OpenFiles);
        Set(processId, FileSize, (ulong)limits.FileSize);
        Set(processId, Core, 0);
    }

    /// <summary>In place of a controller that is not to be had.</summary>
    /// <returns>What holds the limit now, for the manifest.</returns>
    public static string InsteadOf(string controller, int processId, PlanLimits limits)
    {
        switch (controller)
        {
            case "memory":
                Set(processId, Data, (ulong)limits.Memory);
                return "rlimit-data";
            case "pids":
                Set(processId, Processes, (ulong)limits.Pids);
                return "rlimit-nproc";
            default:
                Confine(processId, (int)Math.Ceiling(limits.Cpus));
                return "affinity";
        }
    }

    /// <summary>Never more than the caller itself has: the hard limit is a ceiling for the unprivileged.</summary>
    private static void Set(int processId, int resource, ulong value)
    {
        Libc.ResourceLimit old;
        _ = Descriptors.OrThrow(Libc.LimitProcess(processId, resource, null, &old));
        var wanted = Math.Min(value, old.Hard);
        var limit = new Libc.ResourceLimit { Soft = wanted, Hard = wanted };
        _ = Descriptors.OrThrow(Libc.LimitProcess(processId, resource, &limit, null));
    }

    /// <summary>Keeps so many of the processors that the process may use now; which ones, its number decides, so that sandboxes spread.</summary>
    private static void Confine(int processId, int count)
    {
        Span<byte> mask = stackalloc byte[1024];
        fixed (byte* bits = mask)
        {
            if (Libc.GetAffinity(processId, (nuint)mask.Length, bits) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            var kept = Keep(mask, count, processId);
            kept.CopyTo(mask);
            _ = Descriptors.OrThrow(Libc.SetAffinity(processId, (nuint)mask.Length, bits));
        }
    }

    internal static byte[] Keep(ReadOnlySpan<byte> mask, int count, int start)
    {
        var processors = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < mask.Length * 8; i++)
        {
            if ((mask[i / 8] & (1 << (i % 8))) != 0)
                processors.Add(i);
        }

        var kept = new byte[mask.Length];
        for (var i = 0; i < Math.Min(count, processors.Count); i++)
        {
            var processor = processors[(start + i) % processors.Count];
            kept[processor / 8] |= (byte)(1 << (processor % 8));
        }

        return kept;
    }
}
