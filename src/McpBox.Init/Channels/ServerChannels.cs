using McpBox.Posix.Io;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Init.Channels;

/// <summary>The way to mcpbox and the server's streams, however both came here.</summary>
internal abstract class ServerChannels
{
    /// <summary>How long mcpbox may take for each of its answers: long enough for any machine, and an end for an init that nobody wants any more.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>From mcpbox: the order, <see cref="InitProtocol.Go"/>, and what comes later.</summary>
    public abstract DescriptorStream Control { get; }

    /// <summary>To mcpbox.</summary>
    public abstract DescriptorStream Report { get; }

    /// <summary>The server's stdin, stdout and stderr.</summary>
    public abstract IReadOnlyList<SafeFileHandle> Streams { get; }

    /// <summary>False where control and report are the server's own streams, and mcpbox can no longer be heard once it has them.</summary>
    public virtual bool OutlastTheStart => true;

    /// <summary>Opens what is opened only when mcpbox has shown that it is there.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Hands listening sockets to mcpbox.</summary>
    /// <exception cref="IOException">They cannot be passed.</exception>
    public abstract void Pass(IReadOnlyList<SafeFileHandle> sockets);

    /// <summary>Lets the streams go: the server has its own copies, and a second holder would keep their ends from being seen.</summary>
    public void HandOver()
    {
        foreach (var stream in Streams)
            stream.Dispose();
        if (OutlastTheStart)
            Control.Limit = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Says an event where there is a way to.</summary>
    public void Tell(InitEvent happened)
    {
        if (OutlastTheStart)
            InitCodec.Write(Report, happened);
    }

    protected static DescriptorStream Talk(SafeFileHandle descriptor) => new(descriptor) { Limit = Patience };
}
