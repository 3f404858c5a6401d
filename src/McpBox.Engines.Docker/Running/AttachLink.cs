using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Streams;
using McpBox.Engines.Docker.Translation;
using McpBox.Posix.Io;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Docker.Running;

/// <summary>
/// The daemon's attach stream, for where there are no FIFOs. The talk with the init goes over the server's own stdin and stdout before they
/// are the server's; threads pump between the stream and pipes, because a relay polls; and a second process in the container, the lease,
/// ends everything when its stdin does.
/// </summary>
internal sealed class AttachLink(DockerClient client, string container) : StdioLink
{
    /// <summary>Exit code of an init that was told to end.</summary>
    private const int NotServed = 125;

    /// <summary>How long the init and the lease may take to answer: their streams have no limit of their own.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const byte LeaseHeld = (byte)'l';

    /// <summary>The body of ContainerExec.</summary>
    private static readonly byte[] LeaseCommand = Encoding.UTF8.GetBytes(
        $$"""{"AttachStdin":true,"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":["{{ContainerPaths.Init}}","{{InitProtocol.LeaseMode}}"]}""");

    private HijackedStream? _stream;
    private AttachTalk? _talk;
    private HijackedStream? _lease;
    private AttachPump? _pump;
    private DockerWait? _wait;
    private bool _ending;

    public override StdioMode Mode => StdioMode.Attach;

    public override SafeFileHandle Input => Pump.Input;

    public override SafeFileHandle Output => Pump.Output;

    public override SafeFileHandle Error => Pump.Error;

    public override SafeFileHandle Ended => _wait!.Ended;

    private AttachPump Pump => _pump ?? throw new InvalidOperationException("the server has not started");

    public override void Prepare()
    {
        _stream = client.Attach(container);
        _talk = new AttachTalk(_stream);
        _wait = client.BeginWait(container, WaitCondition.NextExit);
    }

    public override InitReport Ask(InitOrder order)
    {
        using var limit = Limit(_stream!);
        try
        {
            InitCodec.Write(_talk!, order);
            return InitCodec.ReadReport(_talk!);
        }
        catch (IOException exception)
        {
            throw new InitProtocolException($"{exception.Message} {Encoding.UTF8.GetString(_talk!.Words).Trim()}".TrimEnd(), exception);
        }
    }

    public override InitEvent.Failed? Go()
    {
        Hold();
        _talk!.WriteByte(InitProtocol.Go);
        _pump = new AttachPump(_stream!, _talk);
        return null;
    }

    public override void Terminate()
    {
        try
        {
            _ = client.KillContainer(container, "SIGTERM");
        }
        catch (DockerException)
        {
            // A daemon that cannot be asked now. The server was to be given a chance; End, which needs no request, comes after it.
        }
    }

    public override void End()
    {
        _ending = true;
        _lease?.Abort();
        _stream?.Abort();
    }

    public override bool Await(TimeSpan patience, out InitEvent.Exited? exit)
    {
        exit = null;
        Span<PollFd> entry = [new PollFd { Fd = (int)Ended.DangerousGetHandle(), Events = Descriptor.PollIn }];
        while (entry[0].Revents == 0)
        {
            Descriptor.Poll(entry, patience == Timeout.InfiniteTimeSpan ? -1 : (int)patience.TotalMilliseconds);
            if (entry[0].Revents == 0 && patience != Timeout.InfiniteTimeSpan)
                return false;
        }

        // The daemon says a signal as 128+n, as a shell does; a server that exits so by itself reads the same.
        exit = _wait!.Outcome().StatusCode switch
        {
            null => null,
            NotServed when _ending => null,
            > 128 and <= 192 and var code => new InitEvent.Exited(null, code - 128, null),
            var code => new InitEvent.Exited(code, null, null),
        };
        return true;
    }

    public override void Dispose()
    {
        End();
        _pump?.Dispose();
        _lease?.Dispose();
        _stream?.Dispose();
        _wait?.Dispose();
        _talk?.Dispose();
    }

    private static Timer Limit(HijackedStream stream) => new(static stream => ((HijackedStream)stream!).Abort(), stream, Patience, Timeout.InfiniteTimeSpan);

    /// <summary>Before the server is there: what holds the container's life must not be started beside it.</summary>
    private void Hold()
    {
        _lease = client.Exec(container, LeaseCommand);
        using var limit = Limit(_lease);
        using var talk = new AttachTalk(_lease);
        if (talk.ReadByte() != LeaseHeld)
            throw new InitProtocolException($"the lease was not held: {Encoding.UTF8.GetString(talk.Words).Trim()}");
    }
}
