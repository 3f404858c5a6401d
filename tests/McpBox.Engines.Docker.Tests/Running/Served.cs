using System.Text;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>A sandbox whose streams are used as a relay does: by poll and without waiting in a read.</summary>
internal sealed class Served(ISandbox sandbox) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ISandbox Sandbox => sandbox;

    public void Say(string text)
    {
        using var stream = new DescriptorStream(new SafeFileHandle(sandbox.Input.DangerousGetHandle(), ownsHandle: false)) { Limit = Patience };
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    public string Line() => Read(sandbox.Output, untilLine: true);

    public string Rest() => Read(sandbox.Output, untilLine: false);

    public string Words() => Read(sandbox.Error, untilLine: false);

    /// <summary>Waits as the contract says: for the signal first.</summary>
    public SandboxExit End()
    {
        Span<PollFd> signal = [new PollFd { Fd = (int)sandbox.ExitSignal.DangerousGetHandle(), Events = Descriptor.PollIn }];
        Descriptor.Poll(signal, (int)Patience.TotalMilliseconds);
        Assert.NotEqual(0, signal[0].Revents);
        return sandbox.WaitForExit();
    }

    public void Dispose() => sandbox.Dispose();

    private static string Read(SafeFileHandle handle, bool untilLine)
    {
        var stream = new DescriptorStream(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false)) { Limit = Patience };
        var bytes = new List<byte>();
        for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (untilLine && next == '\n')
                break;
            bytes.Add((byte)next);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
