using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using McpBox.Journal;
using McpBox.Posix.Io;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Relay.Tests;

/// <summary>A relay between real pipes; the test plays client and server at their other ends.</summary>
internal sealed partial class RelayHarness : IServerProcess, IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlock = 0x800;

    private readonly WakeUp _exit = new();
    private readonly SafeFileHandle _relayToServer;
    private readonly List<IDisposable> _owned = [];
    private readonly JournalWriter _journal;
    private readonly RelayLoop _relay;
    private readonly Thread _thread;
    private readonly TaskCompletionSource<RelayOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RelayHarness(RelayOptions? options = null, string? journalRoot = null, params IFramePolicy[] policies)
        : this(EarlyInput.None, options, journalRoot, policies)
    {
    }

    /// <param name="early">What the client wrote before; recorded and relayed as a session does it.</param>
    public RelayHarness(EarlyInput early, RelayOptions? options = null, string? journalRoot = null, params IFramePolicy[] policies)
    {
        var (clientIn, clientWrite) = MakePipe();
        var (clientRead, clientOut) = MakePipe();
        var (serverRead, serverIn) = MakePipe();
        var (serverOut, serverWrite) = MakePipe();
        var (serverErr, serverErrWrite) = MakePipe();
        var (diagnosticsRead, diagnosticsWrite) = MakePipe();
        _ = Fcntl((int)serverIn.DangerousGetHandle(), 4, NonBlock | 1);
        (ClientWrites, ClientReads) = (Own(clientWrite, FileAccess.Write), Own(clientRead, FileAccess.Read));
        (ServerReads, ServerWrites) = (Own(serverRead, FileAccess.Read), Own(serverWrite, FileAccess.Write));
        (ServerErrors, PeopleRead) = (Own(serverErrWrite, FileAccess.Write), Own(diagnosticsRead, FileAccess.Read));
        _relayToServer = serverIn;
        Input = NonBlockingWriter.ForNonBlocking(serverIn);
        (Output, Diagnostics) = ((int)serverOut.DangerousGetHandle(), (int)serverErr.DangerousGetHandle());
        _owned.AddRange([clientIn, clientOut, serverIn, serverOut, serverErr, diagnosticsWrite]);

        Root = journalRoot ?? Directory.CreateTempSubdirectory("mcpbox-relay-").FullName;
        _journal = JournalWriter.Create(Root, "test", "0123456789ab", TimeProvider.System);
        Recorder = new FrameRecorder(_journal);
        ClientOutput = NonBlockingWriter.ForInherited((int)clientOut.DangerousGetHandle());
        var notices = NonBlockingWriter.ForInherited((int)diagnosticsWrite.DangerousGetHandle());
        _relay = new RelayLoop(
            new RelayEndpoints((int)clientIn.DangerousGetHandle(), ClientOutput, notices, early.Kept), this, Recorder, new Notices(notices),
            new RelaySettings(options ?? new RelayOptions(), new PolicyChain([.. policies, new WithholdStrayOutput()]), TimeProvider.System));
        _owned.AddRange([ClientOutput, notices]);
        clientOut.Dispose();
        diagnosticsWrite.Dispose();
        _ = Recorder.Early(early);
        _thread = new Thread(() => _outcome.SetResult(_relay.Run()));
        _thread.Start();
    }

    public string Root { get; }

    public FrameRecorder Recorder { get; }

    public FileStream ClientWrites { get; }

    public FileStream ClientReads { get; }

    public FileStream ServerReads { get; }

    public FileStream ServerWrites { get; }

    public FileStream ServerErrors { get; }

    public FileStream PeopleRead { get; }

    public NonBlockingWriter ClientOutput { get; }

    public NonBlockingWriter Input { get; }

    public int Output { get; }

    public int Diagnostics { get; }

    public int Exit => _exit.Fd;

    /// <summary>What the relay did to the server, in order.</summary>
    public BlockingCollection<string> Orders { get; } = [];

    public void CloseInput()
    {
        _relayToServer.Dispose();
        Orders.Add("close");
    }

    public void Terminate() => Orders.Add("TERM");

    public void Kill()
    {
        Orders.Add("KILL");
        ServerWrites.Dispose();
        ServerErrors.Dispose();
        _exit.Signal();
    }

    public string DescribeEnd() => "exited with code 3";

    public void Interrupt(int signal) => _relay.Interrupt(signal);

    public Task<bool> PostAsync(string kind, string data) => _relay.PostAsync(kind, Encoding.UTF8.GetBytes(data));

    /// <summary>After <see cref="Outcome"/>, on a thread of its own as a session's would be.</summary>
    public Task FinishAsync(Task others) => Task.Run(() => _relay.Finish(others));

    /// <summary>The server process is gone: its ends close, its exit shows.</summary>
    public void ServerEnds()
    {
        ServerWrites.Dispose();
        ServerErrors.Dispose();
        ServerReads.Dispose();
        _exit.Signal();
    }

    public Task<RelayOutcome> Outcome() => _outcome.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lines of the journal so far.</summary>
    public string[] Journal() => Directory.GetFiles(Root, "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).ToArray();

    public static string ReadLine(Stream stream)
    {
        var line = new List<byte>();
        for (var b = stream.ReadByte(); b >= 0; b = stream.ReadByte())
        {
            line.Add((byte)b);
            if (b == '\n')
            {
                break;
            }
        }

        return Encoding.Latin1.GetString([.. line]);
    }

    public static void Write(Stream stream, string latin1)
    {
        stream.Write(Encoding.Latin1.GetBytes(latin1));
        stream.Flush();
    }

    public void Dispose()
    {
        _exit.Signal();
        ClientWrites.Dispose();
        ClientReads.Dispose();
        ServerEnds();
        _thread.Join();
        _relay.Dispose();
        _journal.Dispose();
        _owned.ForEach(owned => owned.Dispose());
        _exit.Dispose();
        Orders.Dispose();
        if (Root.Contains("mcpbox-relay-", StringComparison.Ordinal))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static unsafe (SafeFileHandle Read, SafeFileHandle Write) MakePipe()
    {
        var fds = stackalloc int[2];
        Assert.Equal(0, Pipe2(fds, CloseOnExec));
        return (new SafeFileHandle(fds[0], ownsHandle: true), new SafeFileHandle(fds[1], ownsHandle: true));
    }

    private FileStream Own(SafeFileHandle handle, FileAccess access)
    {
        var stream = new FileStream(handle, access, bufferSize: 0);
        _owned.Add(stream);
        return stream;
    }

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static unsafe partial int Pipe2(int* fds, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int fd, int command, int argument);
}
