using System.ComponentModel;
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
        if (Place(handle) is var found && found == source)
            return handle;
        handle.Dispose();
        throw new SandboxException(Refusals.SourceMoved(source, found ?? "nothing"));
    }

    /// <summary>Where a path leads, every link followed; null when it leads nowhere.</summary>
    public static string? Leads(string path)
    {
        try
        {
            using var handle = Descriptors.OpenPath(path);
            return Place(handle);
        }
        catch (Win32Exception)
        {
            // Not there, or no way to it: the caller says so.
            return null;
        }
    }

    private static string? Place(SafeFileHandle handle) => new FileInfo($"/proc/self/fd/{Descriptors.Number(handle)}").LinkTarget;
}
