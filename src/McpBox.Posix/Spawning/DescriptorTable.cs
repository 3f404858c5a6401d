using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Posix.Spawning;

/// <summary>
/// The sources of a child's descriptors, moved above the targets: a dup2 never overwrites a later source and is never a dup2 onto itself,
/// which would leave close-on-exec set (dup2(2)).
/// </summary>
internal sealed class DescriptorTable : IDisposable
{
    private readonly SafeFileHandle[] _sources;

    public DescriptorTable(IReadOnlyList<SafeFileHandle> descriptors)
    {
        _sources = new SafeFileHandle[descriptors.Count];
        for (var i = 0; i < _sources.Length; i++)
        {
            var copy = SpawnNative.Fcntl((int)descriptors[i].DangerousGetHandle(), SpawnNative.FDupFdCloexec, _sources.Length);
            if (copy < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                Dispose();
                throw new Win32Exception(error);
            }

            _sources[i] = new SafeFileHandle(copy, ownsHandle: true);
        }
    }

    public int this[int target] => (int)_sources[target].DangerousGetHandle();

    /// <summary>
    /// Marks every descriptor above 2 of this process close-on-exec: what a client left open in us must not reach a child. What .NET opens
    /// is so marked from the start.
    /// </summary>
    public static void MarkAllCloseOnExec()
    {
        if (SpawnNative.Syscall(SpawnNative.SysCloseRange, 3, int.MaxValue, SpawnNative.CloseRangeCloexec) == 0)
            return;

        // Before Linux 5.11 there is no CLOSE_RANGE_CLOEXEC.
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture);
            if (descriptor > 2)
                _ = SpawnNative.Fcntl(descriptor, SpawnNative.FSetFd, SpawnNative.FdCloexec);
        }
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source?.Dispose();
    }
}
