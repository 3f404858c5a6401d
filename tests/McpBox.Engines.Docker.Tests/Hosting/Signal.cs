using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Tests.Hosting;

internal static class Signal
{
    /// <summary>Whether a descriptor polls readable within so many milliseconds.</summary>
    public static bool IsRaised(SafeFileHandle handle, int milliseconds)
    {
        PollFd[] entries = [new PollFd { Fd = (int)handle.DangerousGetHandle(), Events = Descriptor.PollIn }];
        Descriptor.Poll(entries, milliseconds);
        return (entries[0].Revents & Descriptor.PollIn) != 0;
    }
}
