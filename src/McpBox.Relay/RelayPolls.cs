using McpBox.Posix.Io;

namespace McpBox.Relay;

/// <summary>The set of descriptors of one poll(2): which of them matter depends on where the session stands.</summary>
internal sealed class RelayPolls(int clientInput, int serverExit, int wakeUp)
{
    public const int ClientInput = 0;
    public const int ClientOutput = 1;
    public const int ServerInput = 2;
    public const int ServerOutput = 3;
    public const int ServerDiagnostics = 4;
    public const int Diagnostics = 5;
    public const int ServerExit = 6;
    public const int Wake = 7;

    private const short Broken = Descriptor.PollErr | Descriptor.PollHup | Descriptor.PollNval;

    private readonly PollFd[] _fds = new PollFd[8];
    private bool _exitSeen;

    public bool IsReady(int index) => _fds[index].Revents != 0;

    /// <summary>For a writing end: the reader has gone.</summary>
    public bool IsBroken(int index) => (_fds[index].Revents & Broken) != 0;

    public void Wait(RelayParts parts, Notices notices, int timeout)
    {
        Listen(ClientInput, clientInput, parts.FromClient.WantsRead);
        Listen(ServerOutput, parts.FromServer.Source, parts.FromServer.WantsRead);
        Listen(ServerDiagnostics, parts.Stderr.Source, !parts.Stderr.Ended);
        Listen(ServerExit, serverExit, !_exitSeen);
        Listen(Wake, wakeUp, true);
        Watch(ClientOutput, parts.Client);
        Watch(ServerInput, parts.Server);
        Set(Diagnostics, notices.Fd, notices.IsWaiting, Descriptor.PollOut);
        Descriptor.Poll(_fds, timeout);
        _exitSeen |= IsReady(ServerExit);
    }

    /// <summary>Asks for the client's input alone, without waiting.</summary>
    public bool HasClientInput()
    {
        PollFd[] one = [new PollFd { Fd = clientInput, Events = Descriptor.PollIn }];
        Descriptor.Poll(one, 0);
        return one[0].Revents != 0;
    }

    private void Listen(int index, int fd, bool wanted) => Set(index, fd, wanted, Descriptor.PollIn);

    // Without POLLOUT the entry still reports that the reader has gone.
    private void Watch(int index, Outlet outlet) => Set(index, outlet.Fd, !outlet.IsGone, outlet.IsWaiting ? Descriptor.PollOut : (short)0);

    private void Set(int index, int fd, bool wanted, short events) =>
        _fds[index] = new PollFd { Fd = wanted ? fd : -1, Events = events };
}
