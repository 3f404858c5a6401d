using System.Globalization;

namespace McpBox.Posix.Processes;

/// <summary>Which process, beyond doubt: a number is given to somebody else once its process is gone, and everything is after a boot.</summary>
/// <param name="Id">Process number.</param>
/// <param name="Start">Clock ticks from boot to the start of the process (field 22 of /proc/PID/stat, proc(5)).</param>
/// <param name="Boot">/proc/sys/kernel/random/boot_id: 36 characters.</param>
/// <param name="Namespace">Which pid namespace the number is of: the inode of /proc/self/ns/pid (pid_namespaces(7)).</param>
public sealed record ProcessIdentity(int Id, long Start, string Boot, long Namespace)
{
    private const string OwnNamespace = "/proc/self/ns/pid";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current() =>
        Of(Environment.ProcessId) ?? throw new IOException("/proc is not there");

    /// <summary>The process that has this number now; null when none has, or one that has ended.</summary>
    public static ProcessIdentity? Of(int id) => StartOf(id) is { } start ? new ProcessIdentity(id, start, CurrentBoot(), CurrentNamespace()) : null;

    /// <summary>
    /// True while this very process runs. One that has ended and was not waited for (a zombie) holds nothing any more and counts as gone: whoever started
    /// mcpbox may never ask. One of another pid namespace of this boot (a client in a sandbox of its own) may run,
    /// and cannot be looked at from here: it counts as running, so that nothing of it is taken away.
    /// </summary>
    public bool IsAlive() => Boot == CurrentBoot() && (Namespace != CurrentNamespace() || StartOf(Id) == Start);

    private static string CurrentBoot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>The link reads <c>pid:[4026531836]</c>.</summary>
    private static long CurrentNamespace() =>
        new FileInfo(OwnNamespace).LinkTarget?.Split('[', ']') is [_, var inode, _] && long.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new IOException($"{OwnNamespace} is not there");

    private static long? StartOf(int id)
    {
        try
        {
            // The name stands in parentheses and may hold anything, parentheses too; after the last one come state (field 3) and the rest.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[22 - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
