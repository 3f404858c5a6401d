namespace McpBox.Sandbox.Init;

/// <summary>
/// The talk between mcpbox and its init. Messages are a length (four bytes, little endian, at most <see cref="MaxMessage"/>) and that
/// many bytes of JSON (UTF-8); commands are single bytes.
/// <list type="number">
/// <item>mcpbox → init: <see cref="InitOrder"/></item>
/// <item>init → mcpbox: where the order names listeners, their sockets (SCM_RIGHTS, unix(7))</item>
/// <item>init → mcpbox: <see cref="InitReport"/></item>
/// <item>mcpbox → init: <see cref="Go"/>, once the report was found to be as strong as the plan; else it closes the channel</item>
/// <item>init → mcpbox: <see cref="InitEvent.Started"/> or <see cref="InitEvent.Failed"/>, later <see cref="InitEvent.Exited"/></item>
/// <item>mcpbox → init: <see cref="Terminate"/> at any time; the end of the control channel ends everything inside</item>
/// </list>
/// Over <c>attach</c> (a remote daemon) there is no channel beside the streams: the first three steps go over stdin and stdout, which
/// are the server's from the byte after <see cref="Go"/>; the exit status and signals are then the daemon's business, and the channel
/// whose end ends everything is the stdin of a second process in the container (<c>mcpbox-init lease</c>).
/// </summary>
public static class InitProtocol
{
    /// <summary>Bytes of the longest message: more than execve(2) takes for arguments and environment together.</summary>
    public const int MaxMessage = 8 << 20;

    /// <summary>The server may be started.</summary>
    public const byte Go = (byte)'g';

    /// <summary>Send SIGTERM to the server.</summary>
    public const byte Terminate = (byte)'t';

    /// <summary>
    /// First argument: channels and streams are inherited descriptors, whose numbers follow: control report stdin stdout stderr. What stands
    /// behind them is for people who list processes: the session.
    /// </summary>
    public const string DescriptorsMode = "descriptors";

    /// <summary>
    /// First argument, before <see cref="DescriptorsMode"/>: listeners whose ports need a right (<see cref="PlanListener.ToString"/>, separated
    /// by commas) follow. The init makes their sockets before anything else, gives up whatever right it has, and executes itself as
    /// <see cref="BoundMode"/>: capabilities belong to threads, and only execve(2) leaves no thread that still has them.
    /// </summary>
    public const string BindMode = "bind";

    /// <summary>First argument, before <see cref="DescriptorsMode"/>: the numbers of sockets that were made by <see cref="BindMode"/> follow, in the order's order.</summary>
    public const string BoundMode = "bound";

    /// <summary>
    /// First argument: channels and streams are FIFOs in the folder that follows, by the names below. The init waits for nobody to open his
    /// end: mcpbox has <c>control</c> open for reading and writing and <c>report</c>, <c>out</c> and <c>err</c> for reading before it starts
    /// the container; the init has opened all five when the report comes, and then mcpbox opens <c>in</c> for writing.
    /// </summary>
    public const string FifosMode = "fifos";

    /// <summary>First argument: everything goes over stdin, stdout and stderr.</summary>
    public const string AttachMode = "attach";

    /// <summary>
    /// First argument: the second process of attach mode, which ends everything when its stdin ends. Executed after the report and before
    /// <see cref="Go"/>, it makes itself known to pid 1 by SIGUSR1 and then says <see cref="LeaseHeld"/> on its stdout; pid 1 ends when it ends,
    /// by whatever cause, or when SIGUSR2 comes, and starts no server where no lease is held. A server may send these signals too: it only ends itself.
    /// </summary>
    public const string LeaseMode = "lease";

    /// <summary>What the lease says once it holds.</summary>
    public const byte LeaseHeld = (byte)'l';

    /// <summary>Names of the FIFOs of <see cref="FifosMode"/>.</summary>
    public const string ControlFifo = "control";

    public const string ReportFifo = "report";

    public const string InputFifo = "in";

    public const string OutputFifo = "out";

    public const string ErrorFifo = "err";

    /// <summary>
    /// Name of the unix socket beside the FIFOs on which mcpbox waits for listening sockets, where an order names some. In
    /// <see cref="DescriptorsMode"/> the report channel is then a unix socket itself, and they come over it.
    /// </summary>
    public const string SocketsName = "sockets";
}
