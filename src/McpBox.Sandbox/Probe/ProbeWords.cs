namespace McpBox.Sandbox.Probe;

/// <summary>How observations are written, by the init and by the expectations they are compared with.</summary>
public static class ProbeWords
{
    /// <summary>A list without items. Items are separated by one space each and hold none.</summary>
    public const string None = "none";

    /// <summary>The last item of a list that was cut.</summary>
    public const string More = "…";

    /// <summary>Where a resource has no limit.</summary>
    public const string Unlimited = "unlimited";

    /// <summary>Instead of an errno's name, where a system call went through.</summary>
    public const string Allowed = "allowed";

    /// <summary>Instead of an errno's name, where this architecture has no such system call.</summary>
    public const string Absent = "absent";

    /// <summary>After the name of an interface that is down: without CAP_NET_ADMIN nobody can put it up.</summary>
    public const string Down = "(down)";

    /// <summary>In the place of an observation that could not be made; the cause follows. Never what a check expects.</summary>
    public const string Error = "error: ";

    /// <summary>Items as one text.</summary>
    public static string List(IEnumerable<string> items)
    {
        var text = string.Join(' ', items);
        return text.Length == 0 ? None : text;
    }

    /// <summary>The items of a list.</summary>
    public static string[] Items(string list) => list == None ? [] : list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A path as an item, written as the kernel writes it into /proc/PID/mountinfo (proc(5)): blanks and backslashes in octal.</summary>
    public static string Path(string path) => path
        .Replace("\\", "\\134", StringComparison.Ordinal)
        .Replace(" ", "\\040", StringComparison.Ordinal)
        .Replace("\t", "\\011", StringComparison.Ordinal)
        .Replace("\n", "\\012", StringComparison.Ordinal);
}
