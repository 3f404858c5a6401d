using System.Globalization;

namespace McpBox.Posix.Processes;

/// <summary>Which process, beyond doubt: a number is given to somebody else once its process is gone, and everything is after a boot.</summary>
/// <param name="Id">Process number.</param>
/// <param name="Start">Clock ticks from boot to the start of the process (field 22 of /proc/PID/stat, proc(5)).</param>
/// <param name="Boot">/proc/sys/kernel/random/boot_id: 36 characters.</param>
public sealed record ProcessIdentity(int Id, long Start, string Boot)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current() =>
        new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? throw new IOException("/proc is not there"), CurrentBoot());

    /// <summary>The process that has this number now; null when none has.</summary>
    public static ProcessIdentity? Of(int id) => StartOf(id) is { } start ? new ProcessIdentity(id, start, CurrentBoot()) : null;

    /// <summary>True while this very process runs, a zombie included.</summary>
    public bool IsAlive() => Boot == CurrentBoot() && StartOf(Id) == Start;

    private static string CurrentBoot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static long? StartOf(int id)
    {
        try
        {
            // The name stands in parentheses and may hold anything, parentheses too; after the last one come state (field 3) and the rest.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[22 - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
