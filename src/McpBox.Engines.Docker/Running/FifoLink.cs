using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.Versioning;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// Five FIFOs in a folder that the container sees too. This side opens all but one before the container starts, so that the init never
/// waits and sees the end if we die; the last, to write the server's stdin, when the init has it open to read.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FifoLink : StdioLink
{
    /// <summary>Room for a large frame in one turn; where the user's pipes are used up already the kernel gives less, and it works too.</summary>
    private const int StreamBuffer = 1 << 20;

    private const UnixFileMode ForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>How long the init may take to look around and to start the server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SessionFolder _folder;
    private readonly DescriptorStream _control;
    private readonly DescriptorStream _report;
    private readonly InitChannel _init;
    private ImmutableArray<SafeFileHandle> _listeners = [];
    private SafeFileHandle? _input;
    private InitEvent.Exited? _exit;
    private bool _ended;

    /// <param name="folder">Removed as soon as the init has everything open.</param>
    /// <exception cref="Win32Exception">A FIFO cannot be made or opened.</exception>
    public FifoLink(SessionFolder folder)
    {
        _folder = folder;
        foreach (var name in new[] { InitProtocol.ControlFifo, InitProtocol.ReportFifo, InitProtocol.InputFifo, InitProtocol.OutputFifo, InitProtocol.ErrorFifo })
            Fifo.Make(PathOf(name), ForAll);
        _control = new DescriptorStream(Fifo.OpenWaiting(PathOf(InitProtocol.ControlFifo))) { Limit = Patience };
        _report = new DescriptorStream(Fifo.OpenReader(PathOf(InitProtocol.ReportFifo))) { Limit = Patience };
        Output = Fifo.OpenReader(PathOf(InitProtocol.OutputFifo));
        Error = Fifo.OpenReader(PathOf(InitProtocol.ErrorFifo));
        _init = new InitChannel(_control, _report);
    }

    public override StdioMode Mode => StdioMode.Fifo;

    public override SafeFileHandle Input => _input ?? throw new InvalidOperationException("the container has not started");

    public override SafeFileHandle Output { get; }

    public override SafeFileHandle Error { get; }

    public override ImmutableArray<SafeFileHandle> Listeners => _listeners;

    public override SafeFileHandle Ended => _report.Descriptor;

    public override InitReport Ask(InitOrder order)
    {
        using var way = order.Listeners.IsEmpty ? null : UnixSockets.Listen(_folder.Pipes, InitProtocol.SocketsName);
        if (way is not null)
            File.SetUnixFileMode(PathOf(InitProtocol.SocketsName), ForAll);
        _init.Order(order);
        if (way is not null)
            _listeners = [.. ReceiveListeners(way, order.Listeners.Length)];
        var report = _init.ReadReport();
        _input = Fifo.OpenWriter(PathOf(InitProtocol.InputFifo));
        foreach (var stream in new[] { Input, Output, Error })
            Descriptor.TryEnlargePipe((int)stream.DangerousGetHandle(), StreamBuffer);

        // Before the server is there: it must not find the names by which to open the others' ends.
        _folder.Dispose();
        return report;
    }

    public override InitEvent.Failed? Go()
    {
        _init.Go();
        var first = _init.NextEvent();
        _report.Limit = Timeout.InfiniteTimeSpan;
        return first switch
        {
            InitEvent.Started => null,
            InitEvent.Failed failed => failed,
            _ => throw new InitProtocolException("the init ended before it had started the server"),
        };
    }

    public override void Terminate()
    {
        try
        {
            if (!_control.Descriptor.IsClosed)
                _init.Terminate();
        }
        catch (IOException)
        {
            // The init has ended, and the server with it.
        }
    }

    public override void End() => _control.Dispose();

    public override bool Await(TimeSpan patience, out InitEvent.Exited? exit)
    {
        try
        {
            _report.Limit = patience;
            while (!_ended)
            {
                var next = _init.NextEvent();
                _exit ??= next as InitEvent.Exited;
                _ended = next is null;
            }
        }
        catch (InitProtocolException)
        {
            // Killed in the middle of a word: what it had said before is what is known.
            _ended = true;
        }
        catch (IOException)
        {
            // The time is over.
        }

        exit = _exit;
        return _ended;
    }

    public override void Dispose()
    {
        _control.Dispose();
        _report.Dispose();
        _input?.Dispose();
        Output.Dispose();
        Error.Dispose();
        foreach (var listener in _listeners)
            listener.Dispose();
        _folder.Dispose();
    }

    // The init comes over the socket, or its end is seen on the report channel.
    private SafeFileHandle[] ReceiveListeners(SafeFileHandle way, int count)
    {
        Span<PollFd> asked =
        [
            new PollFd { Fd = (int)way.DangerousGetHandle(), Events = Descriptor.PollIn },
            new PollFd { Fd = (int)_report.Descriptor.DangerousGetHandle(), Events = Descriptor.PollIn },
        ];
        Descriptor.Poll(asked, (int)Patience.TotalMilliseconds);
        if (asked[0].Revents == 0)
            throw new IOException(asked[1].Revents != 0 ? "it could not listen" : $"it passed no socket in {Patience.TotalSeconds} s");
        using var connection = ListeningSocket.Accept(way);
        return DescriptorPassing.Receive(connection, count);
    }

    private string PathOf(string name) => Path.Join(_folder.Pipes, name);
}
