using System.ComponentModel;
using System.Runtime.InteropServices;
using McpBox.Posix.Io;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Channels;

/// <summary>
/// FIFOs in a folder, opened without ever waiting for the other side to open them. mcpbox has opened before: <c>control</c> for reading and
/// writing, <c>report</c>, <c>out</c> and <c>err</c> for reading. So <c>control</c> opens here at once and ends when mcpbox does, and the
/// others, opened once the order has come, find their reader or fail (ENXIO). mcpbox opens <c>in</c> for writing when it has the report, and
/// unlinks all of them before it says <see cref="InitProtocol.Go"/>.
/// </summary>
internal sealed class FifoChannels(string folder) : ServerChannels
{
    private readonly SafeFileHandle[] _streams = new SafeFileHandle[3];
    private DescriptorStream? _control;
    private DescriptorStream? _report;

    public override DescriptorStream Control => _control ??= Talk(Open(InitProtocol.ControlFifo, Libc.OReadOnly));

    public override DescriptorStream Report => _report ??= Talk(Open(InitProtocol.ReportFifo, Libc.OWriteOnly));

    public override IReadOnlyList<SafeFileHandle> Streams => _streams;

    public override void Complete()
    {
        _ = Report;
        _streams[0] = Open(InitProtocol.InputFifo, Libc.OReadOnly);
        _streams[1] = Open(InitProtocol.OutputFifo, Libc.OWriteOnly);
        _streams[2] = Open(InitProtocol.ErrorFifo, Libc.OWriteOnly);
        foreach (var stream in _streams)
            SetBlocking(stream);
    }

    public override void Pass(IReadOnlyList<SafeFileHandle> sockets)
    {
        using var way = UnixSockets.Connect($"{folder}/{InitProtocol.SocketsName}");
        DescriptorPassing.Send(way, sockets);
    }

    private SafeFileHandle Open(string name, int direction)
    {
        var path = $"{folder}/{name}";
        var descriptor = Libc.Open(path, direction | Libc.ONonBlock | Libc.OCloexec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"cannot open {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>A server expects of its streams that they wait.</summary>
    private static void SetBlocking(SafeFileHandle stream)
    {
        var number = (int)stream.DangerousGetHandle();
        var flags = Libc.Fcntl(number, Libc.FGetFl, 0);
        if (flags < 0 || Libc.Fcntl(number, Libc.FSetFl, flags & ~Libc.ONonBlock) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
