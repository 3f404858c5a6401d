using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Channels;

/// <summary>Nothing but stdin, stdout and stderr: the talk goes over the first two, and after it they are the server's.</summary>
internal sealed class AttachChannels : ServerChannels
{
    private readonly SafeFileHandle[] _streams = [.. Enumerable.Range(0, 3).Select(static number => new SafeFileHandle(number, ownsHandle: true))];
    private DescriptorStream? _control;
    private DescriptorStream? _report;

    public override DescriptorStream Control => _control ??= Talk(_streams[0]);

    public override DescriptorStream Report => _report ??= Talk(_streams[1]);

    public override IReadOnlyList<SafeFileHandle> Streams => _streams;

    public override bool OutlastTheStart => false;

    public override void Pass(IReadOnlyList<SafeFileHandle> sockets) => throw new IOException("no descriptor can be passed over attached streams");
}
