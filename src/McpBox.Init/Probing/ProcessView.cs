using System.Globalization;
using System.Text;
using McpBox.Posix.Files;
using McpBox.Sandbox.Probe;

namespace McpBox.Init.Probing;

/// <summary>The init itself and other processes, as /proc shows them.</summary>
internal static unsafe class ProcessView
{
    /// <summary>More than are there in a sandbox; a host has hundreds.</summary>
    private const int MostListed = 32;

    private static readonly string[] NamespaceKinds = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

    /// <summary>Every process but this one, which is pid 1.</summary>
    internal static string Others()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Short(Files.ReadFolder("/proc").Where(name => char.IsAsciiDigit(name[0]) && name != own));
    }

    internal static string Namespaces() =>
        ProbeWords.List(NamespaceKinds.Select(static kind => Files.ReadLink($"/proc/self/ns/{kind}")).OfType<string>());

    internal static string HostName()
    {
        var buffer = stackalloc byte[256];
        _ = Native.GetHostName(buffer, 255);
        return ProbeWords.Path(Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer)));
    }

    /// <summary>sched(7). The flag that a child starts with the normal policy is left out.</summary>
    internal static string Scheduling()
    {
        const int resetOnFork = 0x4000_0000;
        return (Native.GetScheduler(0) & ~resetOnFork) switch
        {
            0 => "other",
            1 => "fifo",
            2 => "round-robin",
            3 => "batch",
            5 => "idle",
            6 => "deadline",
            7 => "extension",
            var other => $"policy-{other}",
        };
    }

    /// <summary>The device number of the controlling terminal (proc_pid_stat(5), tty_nr).</summary>
    internal static string Terminal()
    {
        const int terminal = 4;
        var stat = Files.ReadFile("/proc/self/stat");

        // The program's name stands in parentheses and may hold any of them.
        var number = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[terminal];
        return number == "0" ? ProbeWords.None : $"tty:{number}";
    }

    /// <summary>What a server would inherit, and any folder: through one the way leads past every mount.</summary>
    internal static string Descriptors() => Short(Files.ReadFolder("/proc/self/fd")
        .Select(static name => int.Parse(name, CultureInfo.InvariantCulture))
        .Where(static number => number > 2 && IsOpen(number, out var kept) && (!kept || IsFolder(number)))
        .Select(static number => $"{number}={ProbeWords.Path(Files.ReadLink($"/proc/self/fd/{number}") ?? "?")}"));

    // The one that the folder was listed by is closed by now.
    private static bool IsOpen(int number, out bool kept)
    {
        var flags = Native.Fcntl(number, Native.GetDescriptorFlags, 0);
        kept = flags == 1;
        return flags >= 0;
    }

    private static bool IsFolder(int number) => FileStatus.Of($"/proc/self/fd/{number}") is { Kind: FileKind.Directory };

    private static string Short(IEnumerable<string> items)
    {
        var list = items.Take(MostListed + 1).ToList();
        return ProbeWords.List(list.Count > MostListed ? [.. list.Take(MostListed), ProbeWords.More] : list);
    }
}
