using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>A process by pidfd (pidfd_open(2), Linux 5.3), and the wait for one process by its number.</summary>
public static class ProcessDescriptor
{
    /// <summary>A descriptor that stands for the process, whoever gets its number later.</summary>
    /// <exception cref="Win32Exception">ESRCH: no such process. ENOSYS: a kernel before 5.3.</exception>
    public static SafeFileHandle Open(int processId)
    {
        var descriptor = SpawnNative.Syscall(SpawnNative.SysPidfdOpen, processId, 0, 0);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Waits for a child and reaps it. Null when it is no child of ours or is reaped already.</summary>
    public static WaitStatus? Reap(int processId)
    {
        while (true)
        {
            if (SpawnNative.WaitPid(processId, out var word, 0) == processId)
                return WaitStatus.FromWord(word);
            if (Marshal.GetLastPInvokeError() != SpawnNative.Eintr)
                return null;
        }
    }

    /// <summary>Reaps one child that has ended, whichever; null when none has. For a process whose children are all its own business: pid 1.</summary>
    public static (int Id, WaitStatus Status)? ReapAny()
    {
        while (true)
        {
            var id = SpawnNative.WaitPid(-1, out var word, SpawnNative.WNoHang);
            if (id > 0)
                return (id, WaitStatus.FromWord(word));
            if (id == 0 || Marshal.GetLastPInvokeError() != SpawnNative.Eintr)
                return null;
        }
    }
}
