using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>Signals by pidfd: never to a stranger who got the number.</summary>
internal static class ProcessSignal
{
    /// <summary>pidfd_send_signal(2). A process that is gone already is no error.</summary>
    public static void Send(SafeFileHandle process, int signal) =>
        _ = Libc.Syscall(Libc.SysPidfdSendSignal, Descriptors.Number(process), signal, 0, 0, 0);
}
