using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// Opens the source of a mount and only then looks where it is. From here on the descriptor stands for it: bwrap mounts what the
/// path leads to and refuses when that is not the descriptor's inode, so nothing can be swapped in between.
/// </summary>
internal static class HostPaths
{
    public static SafeFileHandle Open(string source)
    {
        var handle = Descriptors.OpenPath(source);
        var found = new FileInfo($"/proc/self/fd/{Descriptors.Number(handle)}").LinkTarget;
        if (found == source)
            return handle;
        handle.Dispose();
        throw new SandboxException(Refusals.SourceMoved(source, found ?? "nothing"));
    }
}
