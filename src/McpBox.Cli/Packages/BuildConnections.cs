using McpBox.Packages.Building;
using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Cli.Packages;

/// <summary>The connections of one step, each on a thread of its own. Those that are too many wait in the kernel.</summary>
internal sealed class BuildConnections(IBuildGateway gateway)
{
    private const int Most = 64;

    /// <summary>How long a read or write may wait for the program inside: it is hostile, and may just do nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly object _change = new();
    private int _served;

    public bool HasRoom
    {
        get
        {
            lock (_change)
                return _served < Most;
        }
    }

    /// <summary>Takes the connection that waits.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be taken.</exception>
    public void Accept(SafeFileHandle listener)
    {
        var connection = new DescriptorStream(ListeningSocket.Accept(listener, nonBlocking: true)) { Limit = Patience };
        lock (_change)
            _served++;
        new Thread(() => Serve(connection)) { IsBackground = true, Name = "build gateway" }.Start();
    }

    /// <summary>Waits until none is served any more. Once the sandbox was killed that takes a moment, but for what a registry is waited for.</summary>
    public void AwaitEnd(TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        lock (_change)
        {
            while (_served > 0 && patience - TimeProvider.System.GetElapsedTime(started) is { Ticks: > 0 } left)
                _ = Monitor.Wait(_change, left);
        }
    }

    private void Serve(DescriptorStream connection)
    {
        try
        {
            using (connection)
                gateway.Serve(connection);
        }
        finally
        {
            lock (_change)
            {
                _served--;
                Monitor.PulseAll(_change);
            }
        }
    }
}
