using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Channels;

/// <summary>Everything was inherited.</summary>
/// <param name="numbers">Control, report, stdin, stdout, stderr.</param>
internal sealed class DescriptorChannels(int[] numbers) : ServerChannels
{
    private readonly SafeFileHandle[] _all = [.. numbers.Select(static number => new SafeFileHandle(number, ownsHandle: true))];
    private DescriptorStream? _control;
    private DescriptorStream? _report;

    public override DescriptorStream Control => _control ??= Talk(_all[0]);

    public override DescriptorStream Report => _report ??= Talk(_all[1]);

    public override IReadOnlyList<SafeFileHandle> Streams => _all[2..];
}
