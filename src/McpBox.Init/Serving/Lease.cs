using McpBox.Posix.Io;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Serving;

/// <summary>
/// The second process of attach mode (<c>mcpbox-init lease</c>), executed by the daemon in a running container before
/// <see cref="InitProtocol.Go"/>: its stdin lasts as long as mcpbox, and with it the sandbox. It says one byte on stdout once
/// pid 1 can know of it.
/// </summary>
internal static class Lease
{
    private const int Init = 1;

    public static int Hold()
    {
        _ = Libc.Kill(Init, SignalQueue.LeaseHeld);
        using var output = new DescriptorStream(new SafeFileHandle(1, ownsHandle: true));
        output.WriteByte(InitProtocol.LeaseHeld);
        using var input = new DescriptorStream(new SafeFileHandle(0, ownsHandle: true));
        while (input.ReadByte() >= 0)
        {
            // Nothing that comes has a meaning; only the end does.
        }

        _ = Libc.Kill(Init, SignalQueue.EndAll);
        return 0;
    }
}
