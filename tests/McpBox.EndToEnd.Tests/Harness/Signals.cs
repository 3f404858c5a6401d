using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>kill(2) and the numbers of signal(7) on Linux.</summary>
internal static partial class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Abort = 6;
    public const int Kill = 9;
    public const int Segmentation = 11;
    public const int Terminate = 15;

    public static void Send(int pid, int signal)
    {
        if (SendRaw(pid, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendRaw(int pid, int signal);
}
