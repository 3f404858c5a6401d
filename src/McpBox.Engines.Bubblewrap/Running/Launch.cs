using System.Collections.Immutable;
using System.ComponentModel;
using System.Text;
using McpBox.Engines.Bubblewrap.Filtering;
using McpBox.Engines.Bubblewrap.Limiting;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Posix.Io;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;
using McpBox.Sandbox.Init;
using McpBox.Sandbox.Probe;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// One start, from an invocation to a running sandbox. bwrap makes its namespaces and then waits for us: until its user namespace has its
/// ids, and where it must until its devices are read-only. It sets up the rest and becomes the init, which looks around and waits for our
/// word. Whatever fails on the way ends with nothing left behind.
/// </summary>
internal sealed class Launch(
    string program, ServerIdentity identity, Invocation invocation, SessionLimits limits, Action<LaunchStep> reached, bool reportPassesDescriptors) : IDisposable
{
    /// <summary>bwrap's path.</summary>
    public string Program => program;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LaunchPipes _pipes = new(reportPassesDescriptors);
    private readonly List<SafeFileHandle> _handedOver = [];
    private Guard? _guard;
    private ChildProcess? _monitor;
    private SafeFileHandle? _init;
    private InitChannel? _channel;
    private ImmutableDictionary<string, string> _holds = ImmutableDictionary<string, string>.Empty;
    private int _child;
    private Func<string>? _version;
    private bool _complete;

    /// <summary>Takes all the steps up to the server.</summary>
    /// <returns>What the init saw.</returns>
    /// <exception cref="SandboxException">It did not come to a sandbox.</exception>
    public InitReport SetUp(InitOrder order)
    {
        // Whoever loses its parent inside comes to us to be reaped, not to a pid 1 that may not care.
        _ = Libc.Prctl(Libc.PrSetChildSubreaper, 1, 0, 0, 0);
        Spawn();
        _version = BubblewrapProgram.AskVersion(program);
        reached(LaunchStep.Spawned);
        _child = AwaitChild();
        _init = ProcessDescriptor.Open(_child);
        reached(LaunchStep.Namespaced);
        WriteIdentity(_child);
        Descriptors.WriteAll(_pipes.Release.Writer, "u"u8);
        reached(LaunchStep.Released);
        PassDeviceGate(_child);

        var report = Examine(_child, order);
        reached(LaunchStep.Examined);
        return report;
    }

    /// <summary>Lets the server start. How that went, the sandbox's exit tells.</summary>
    /// <param name="facts">What is known of the sandbox already; what was found on the way is added.</param>
    /// <exception cref="SandboxException">The init is gone.</exception>
    public BubblewrapSandbox Start(ImmutableSortedDictionary<string, string> facts, ProbeReport probe)
    {
        Talk(_channel!.Go);

        // From here on the init watches for our end itself.
        _guard!.Dispose();
        reached(LaunchStep.Served);
        var all = facts.Add(SandboxFacts.Version, _version!())
            .AddRange(_holds.Select(static hold => KeyValuePair.Create("limits." + hold.Key, hold.Value)));
        _version = null;
        _pipes.HandOver();
        _complete = true;
        return new BubblewrapSandbox(new SandboxProcesses(_monitor!, _child, _init!), limits, _pipes, _channel)
        {
            Input = _pipes.Input.Writer,
            Output = _pipes.Output.Reader,
            Error = _pipes.Error.Reader,
            Probe = probe,
            Facts = all,
        };
    }

    public void Dispose()
    {
        foreach (var handle in _handedOver)
            handle.Dispose();
        if (!_complete)
        {
            Abort();
            _ = _version?.Invoke();
            _monitor?.Dispose();
            _init?.Dispose();
            limits.Dispose();
        }

        _pipes.Dispose();
    }

    private void Spawn()
    {
        List<SafeFileHandle> descriptors = [_pipes.Release.Reader, _pipes.Words.Writer, _pipes.Words.Writer];
        descriptors.AddRange(invocation.Handovers.Select(Open));
        _guard = Guard.Start(_pipes.Info, _pipes.Control.Reader, invocation.NumberOf(new Handover.ForInit(InitDescriptor.Control)));
        string[] arguments = ["bwrap", "--args", $"{invocation.NumberOf(new Handover.Arguments())}", "--", .. invocation.Command];
        _monitor = ChildProcess.Start(program, arguments, [], descriptors);
        _pipes.CloseTheirEnds();
    }

    private SafeFileHandle Open(Handover handover) => handover switch
    {
        Handover.ForInit channel => channel.Which switch
        {
            InitDescriptor.Control => _pipes.Control.Reader,
            InitDescriptor.Report => _pipes.Report.Writer,
            InitDescriptor.Input => _pipes.Input.Reader,
            InitDescriptor.Output => _pipes.Output.Writer,
            _ => _pipes.Error.Writer,
        },
        Handover.Arguments => Own(Descriptors.Memory("arguments", invocation.Encode())),
        Handover.Info => _pipes.Info.Writer,
        Handover.Status => _pipes.Status.Writer,
        Handover.DeviceGate gate => (_pipes.DeviceGate = Descriptors.PacketPipe(gate.Bytes.AsSpan())).Reader,
        Handover.Content content => Own(Descriptors.Memory("content", content.Bytes.AsSpan())),
        Handover.Filter filter => Own(filter.Denies ? SyscallFilter.CompileDenied() : SyscallFilter.CompileAllowed()),
        Handover.HostPath path => Own(HostPaths.Open(path.Path)),
        _ => throw new InvalidOperationException(handover.ToString()),
    };

    /// <summary>The status says the child as the info does; the info goes to the guard.</summary>
    private int AwaitChild()
    {
        var report = StatusReport.Parse(Descriptors.ReadLine(_pipes.Status.Reader));
        return report.ChildPid ?? throw Failure();
    }

    private void WriteIdentity(int child)
    {
        // Without this only a privileged writer may write gid_map (user_namespaces(7)). A server that drops root drops its groups too.
        if (!identity.Drops)
            File.WriteAllText($"/proc/{child}/setgroups", "deny");
        File.WriteAllText($"/proc/{child}/uid_map", identity.UidMap);
        File.WriteAllText($"/proc/{child}/gid_map", identity.GidMap);
    }

    /// <summary>
    /// Applies the limits while bwrap sets up and the init starts. To move a process into a cgroup takes the kernel ten milliseconds or more
    /// (an RCU grace period), and only the server must not run before; what the init itself looks at is in force when it gets its order.
    /// </summary>
    private InitReport Examine(int child, InitOrder order)
    {
        Descriptors.SetNonBlocking(_pipes.Control.Writer);
        _channel = new InitChannel(
            new DescriptorStream(_pipes.Control.Writer) { Limit = Patience }, new DescriptorStream(_pipes.Report.Reader) { Limit = Patience });
        Limit(() => _holds = limits.Constrain(child));
        Talk(() => _channel.Order(order));
        reached(LaunchStep.Ordered);
        Limit(() => limits.Enter(child));
        var report = new InitReport(ImmutableSortedDictionary<string, string>.Empty);
        Talk(() => _pipes.ReceiveListeners(order.Listeners.Length, Patience));
        Talk(() => report = _channel.ReadReport());
        return report;
    }

    private void Limit(Action apply)
    {
        try
        {
            apply();
        }
        catch (Exception exception) when (exception is Win32Exception or IOException && HasEnded())
        {
            throw Failure(exception as IOException);
        }
    }

    private void Talk(Action say)
    {
        try
        {
            say();
        }
        catch (IOException exception)
        {
            throw Failure(exception);
        }
    }

    private bool HasEnded() => Descriptors.IsReadable(_init!) || Descriptors.IsReadable(_monitor!.Descriptor);

    private void PassDeviceGate(int child)
    {
        if (_pipes.DeviceGate is not { } gate)
            return;
        Await(gate.Writer);
        try
        {
            DeviceMounts.MakeReadOnly(child, invocation.Handovers.OfType<Handover.DeviceGate>().Single().Devices);
        }
        catch (Win32Exception exception)
        {
            throw new SandboxException(Refusals.DevicesUnprotected(exception.Message));
        }

        gate.Writer.Dispose();
    }

    /// <summary>Waits until bwrap has taken the packet out of a gate, or one of its two processes has ended.</summary>
    private void Await(SafeFileHandle gate)
    {
        var results = Descriptors.Poll((gate, Libc.PollOut), (_init!, Libc.PollIn), (_monitor!.Descriptor, Libc.PollIn));

        // Also an error once bwrap has closed its end; but writable only where the packet is gone.
        if ((results[0] & Libc.PollOut) == 0)
            throw Failure();
    }

    /// <summary>Ends everything, and asks what was said last.</summary>
    /// <param name="broken">What became of the talk with the init, where it had begun.</param>
    private SandboxException Failure(IOException? broken = null)
    {
        Abort();
        var words = Encoding.UTF8.GetString(Descriptors.ReadToEnd(_pipes.Words.Reader));
        return new SandboxException(
            broken is null || words.Length > 0 ? Refusals.FromWords(words, identity) : InitRefusals.Silent(broken.Message));
    }

    private void Abort()
    {
        if (_init is not null)
            ProcessSignal.Send(_init, Libc.SigKill);
        _monitor?.Kill();
        _ = _monitor?.Wait();
        if (_init is not null)
            _ = Descriptors.Poll((_init, Libc.PollIn));
        _guard?.Dispose();
    }

    private SafeFileHandle Own(SafeFileHandle handle)
    {
        _handedOver.Add(handle);
        return handle;
    }
}
