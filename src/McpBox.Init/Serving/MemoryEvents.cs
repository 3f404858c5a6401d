namespace McpBox.Init.Serving;

/// <summary>Whether the memory limit killed somebody, as far as the sandbox's own cgroup can be seen from inside.</summary>
internal static class MemoryEvents
{
    private static readonly string[] Files =
    [
        "/sys/fs/cgroup/memory.events", // version 2
        "/sys/fs/cgroup/memory/memory.oom_control", // version 1
    ];

    /// <summary>Null where there is no such cgroup to be seen.</summary>
    public static bool? KilledAny()
    {
        foreach (var file in Files)
        {
            try
            {
                if (File.ReadLines(file).FirstOrDefault(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal)) is { } line)
                    return line != "oom_kill 0";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Not this version, or not shown.
            }
        }

        return null;
    }
}
