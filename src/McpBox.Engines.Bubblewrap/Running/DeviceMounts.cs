using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// Makes the device mounts of a sandbox read-only, which still lets the devices be written to but no longer their mode, owner and
/// times be changed. bwrap cannot: its read-only mounts have no working devices (it adds MS_NODEV). Without it, a server that has
/// the host's uid 0 could <c>chmod 0 /dev/null</c> for the whole host.
/// </summary>
internal static class DeviceMounts
{
    private const ulong ReadOnly = 1;

    /// <summary>
    /// Enters the mount namespace of a process that bwrap is still setting up, from a thread of its own: a thread that has once
    /// left the others' root folder must not go on.
    /// </summary>
    /// <exception cref="Win32Exception">mount_setattr(2) needs Linux 5.12, setns(2) CAP_SYS_ADMIN and CAP_SYS_CHROOT.</exception>
    public static void MakeReadOnly(int processId, IReadOnlyList<string> devices)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Enter(processId, devices), maxStackSize: 256 << 10);
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw failure;
    }

    private static Win32Exception? Enter(int processId, IReadOnlyList<string> devices)
    {
        try
        {
            using var mounts = new Microsoft.Win32.SafeHandles.SafeFileHandle(
                Descriptors.OrThrow(Libc.Open($"/proc/{processId}/ns/mnt", Libc.OCloexec, 0)), ownsHandle: true);
            _ = Descriptors.OrThrow(Libc.Unshare(Libc.CloneFs));
            _ = Descriptors.OrThrow(Libc.SetNs(Descriptors.Number(mounts), Libc.CloneNewNs));

            // Until it pivots for the second time, bwrap builds the root below /newroot.
            foreach (var device in devices)
                SetReadOnly("/newroot" + device);
            return null;
        }
        catch (Win32Exception exception)
        {
            return exception;
        }
    }

    private static unsafe void SetReadOnly(string path)
    {
        var attributes = new Libc.MountAttr { Set = ReadOnly };
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            if (Libc.Syscall(Libc.SysMountSetattr, Libc.CurrentFolder, (nint)name, 0, (nint)(&attributes), sizeof(Libc.MountAttr)) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
