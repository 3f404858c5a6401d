using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Channels;

/// <summary>Everything was inherited.</summary>
/// <param name="numbers">Control, report, stdin, stdout, stderr.</param>
internal sealed class DescriptorChannels(int[] numbers) : ServerChannels
{
    private readonly SafeFileHandle[] _all = [.. numbers.Select(Take)];
    private DescriptorStream? _control;
    private DescriptorStream? _report;

    public override DescriptorStream Control => _control ??= Talk(_all[0]);

    public override DescriptorStream Report => _report ??= Talk(_all[1]);

    public override IReadOnlyList<SafeFileHandle> Streams => _all[2..];

    public override void Pass(IReadOnlyList<SafeFileHandle> sockets) => DescriptorPassing.Send(_all[1], sockets);

    /// <summary>From now on it stays here: the self-probe takes what is not close-on-exec for something that the server would inherit.</summary>
    private static SafeFileHandle Take(int number)
    {
        _ = Libc.Fcntl(number, Libc.FSetFd, Libc.FdCloexec);
        return new SafeFileHandle(number, ownsHandle: true);
    }
}
