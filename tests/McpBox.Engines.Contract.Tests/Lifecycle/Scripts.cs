namespace McpBox.Engines.Contract.Tests.Lifecycle;

/// <summary>Servers that are hard to get rid of. Each carries its session's id, $0 of the script, on its command line.</summary>
internal static class Scripts
{
    /// <summary>Leaves a grandchild in a session of its own that no signal but SIGKILL ends, and says <c>ready</c>.</summary>
    public const string Daemon = "(setsid sh -c 'trap \"\" TERM HUP INT; echo ready; sleep 1000' \"$0\" &);";

    /// <summary>Such a grandchild, and a server like it.</summary>
    public const string Stubborn = $"trap '' TERM HUP INT; {Daemon} while :; do sleep 1000; done";
}
