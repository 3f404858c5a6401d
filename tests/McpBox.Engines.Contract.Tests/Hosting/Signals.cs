using System.Runtime.InteropServices;

namespace McpBox.Engines.Contract.Tests.Hosting;

internal static partial class Signals
{
    /// <summary>kill(2). A process that is gone already is no mistake.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
