using System.Globalization;
using McpBox.Posix.Io;

namespace McpBox.Posix.Processes;

/// <summary>
/// The machine code of this process. Most of ours runs once, at the start, and stays mapped afterwards: the kernel maps 16 pages for each one
/// that is touched. A process that then waits for hours need not keep them.
/// </summary>
public static class ProgramText
{
    private const int DontNeed = 4;

    /// <summary>
    /// Lets go of every mapped page of code: madvise(2), MADV_DONTNEED. Such pages are never written to, so nothing is lost; what runs next is
    /// mapped again from the page cache.
    /// </summary>
    /// <returns>Bytes of address space that were let go.</returns>
    public static long Release()
    {
        var released = 0L;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            if (Code(line) is var (start, length) && NativeMethods.MAdvise(start, (nuint)length, DontNeed) == 0)
                released += length;
        }

        return released;
    }

    /// <summary>The range of a line of proc_pid_maps(5) that is private code of a file; null for any other.</summary>
    public static (nint Start, nint Length)? Code(string line)
    {
        // 55d0c0a00000-55d0c1200000 r-xp 00200000 fe:00 1234   /usr/bin/mcpbox
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 6 || fields[1] != "r-xp" || fields[5][0] != '/')
            return null;
        var ends = fields[0].Split('-');
        return nint.TryParse(ends[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
            && nint.TryParse(ends[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end)
                ? (start, end - start)
                : null;
    }
}
