namespace McpBox.Session;

/// <summary>The process that started mcpbox: usually the MCP client.</summary>
internal static class ClientProcess
{
    /// <returns>Process id and short name (comm, proc(5)); 0 and empty where /proc does not tell.</returns>
    public static (uint Pid, string Name) Find()
    {
        try
        {
            // proc(5): pid (comm) state ppid …; comm may itself contain spaces and parentheses, so cut after the last one.
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var parent = uint.Parse(fields[1]);
            return (parent, File.ReadAllText($"/proc/{parent}/comm").TrimEnd('\n'));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A client outside of our own PID namespace, or one that has just gone: not worth failing for.
            return (0, "");
        }
    }
}
