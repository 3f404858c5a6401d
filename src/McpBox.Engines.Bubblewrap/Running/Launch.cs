using System.Collections.Immutable;
using System.ComponentModel;
using System.Text;
using McpBox.Engines.Bubblewrap.Filtering;
using McpBox.Engines.Bubblewrap.Translation;
using McpBox.Posix.Spawning;
using McpBox.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Running;

/// <summary>
/// One start, from an invocation to a running sandbox. bwrap makes its namespaces and then waits twice for us: until its user namespace
/// has its ids (and its limits), and until everything is set up. Whatever fails on the way ends with nothing left behind.
/// </summary>
internal sealed class Launch(SandboxPlan plan, ServerIdentity identity, Invocation invocation, string sessionId) : IDisposable
{
    private const int StreamBuffer = 1 << 20;

    private readonly List<IDisposable> _ours = [];
    private readonly Pipe _input = Pipe.Open();
    private readonly Pipe _output = Pipe.Open();
    private readonly Pipe _error = Pipe.Open();
    private readonly Pipe _info = Pipe.Open();
    private readonly Pipe _status = Pipe.Open();
    private readonly Pipe _gate = Descriptors.PacketPipe("g"u8);
    private Pipe? _deviceGate;
    private ChildProcess? _monitor;
    private SafeFileHandle? _init;
    private bool _started;

    /// <summary>Takes all the steps.</summary>
    /// <exception cref="SandboxException">It did not come to a sandbox.</exception>
    public ISandbox Run()
    {
        try
        {
            return Steps();
        }
        catch (Win32Exception exception)
        {
            throw new SandboxException(Refusals.SetupFailed(exception.Message));
        }
    }

    public void Dispose()
    {
        if (!_started)
            Abort();
        foreach (var disposable in _ours)
            disposable.Dispose();
        _info.Dispose();
        _gate.Dispose();
        _deviceGate?.Dispose();
        _input.Reader.Dispose();
        _output.Writer.Dispose();
        _error.Writer.Dispose();
        _status.Writer.Dispose();
        if (_started)
            return;
        _input.Writer.Dispose();
        _output.Reader.Dispose();
        _error.Reader.Dispose();
        _status.Reader.Dispose();
        _monitor?.Dispose();
        _init?.Dispose();
    }

    private BubblewrapSandbox Steps()
    {
        foreach (var stream in new[] { _input, _output, _error })
            stream.Resize(StreamBuffer);

        // Whoever loses its parent inside comes to us to be reaped, not to a pid 1 that may not care.
        _ = Libc.Prctl(Libc.PrSetChildSubreaper, 1, 0, 0, 0);
        Spawn();
        var child = AwaitChild();
        _init = ProcessDescriptor.Open(child);
        WriteIdentity(child);
        Descriptors.WriteAll(_input.Writer, "u"u8);
        PassDeviceGate(child);
        Await(_gate.Writer);
        return Hand(child);
    }

    private void Spawn()
    {
        var program = BubblewrapProgram.Find() ?? throw new SandboxException(Refusals.BubblewrapMissing());
        List<SafeFileHandle> descriptors = [_input.Reader, _output.Writer, _error.Writer];
        descriptors.AddRange(invocation.Handovers.Select(Open));
        var arguments = invocation.Handovers.IndexOf(new Handover.Arguments()) + Invocation.FirstDescriptor;
        _monitor = ChildProcess.Start(program, ["bwrap", "--args", $"{arguments}", "--", .. invocation.Command], [], descriptors);

        // The child's ends must be the child's alone, or no end of file ever comes.
        foreach (var end in new[] { _input.Reader, _output.Writer, _error.Writer, _info.Writer, _status.Writer, _gate.Reader })
            end.Dispose();
        _deviceGate?.Reader.Dispose();
    }

    private SafeFileHandle Open(Handover handover) => handover switch
    {
        Handover.Arguments => Own(Descriptors.Memory("arguments", invocation.Encode())),
        Handover.Info => _info.Writer,
        Handover.Status => _status.Writer,
        Handover.Gate => _gate.Reader,
        Handover.DeviceGate gate => (_deviceGate = Descriptors.PacketPipe(gate.Bytes.AsSpan())).Reader,
        Handover.Content content => Own(Descriptors.Memory("content", content.Bytes.AsSpan())),
        Handover.Filter filter => Own(filter.Denies ? SyscallFilter.CompileDenied() : SyscallFilter.CompileAllowed()),
        Handover.HostPath path => Own(HostPaths.Open(path.Path)),
        _ => throw new InvalidOperationException(handover.ToString()),
    };

    private int AwaitChild()
    {
        // bwrap closes its end when all is said, or by dying.
        var report = StatusReport.Parse(Descriptors.ReadToEnd(_info.Reader));
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

    private void PassDeviceGate(int child)
    {
        if (_deviceGate is null)
            return;
        Await(_deviceGate.Writer);
        DeviceMounts.MakeReadOnly(child, invocation.Handovers.OfType<Handover.DeviceGate>().Single().Devices);
        _deviceGate.Writer.Dispose();
    }

    /// <summary>Waits until bwrap has taken the packet out of a gate.</summary>
    private void Await(SafeFileHandle gate)
    {
        var results = Descriptors.Poll((gate, Libc.PollOut), (_init!, Libc.PollIn));
        // Also an error once bwrap has closed its end; but writable only where the packet is gone.
        if ((results[0] & Libc.PollOut) == 0)
            throw Failure();
    }

    private SandboxException Failure()
    {
        Abort();
        var words = Encoding.UTF8.GetString(Descriptors.ReadToEnd(_error.Reader)).Trim().ReplaceLineEndings(" ");
        return new SandboxException(Refusals.SetupFailed(words.Length == 0 ? "bubblewrap ended without a word" : words));
    }

    private void Abort()
    {
        if (_init is not null)
            ProcessSignal.Send(_init, Libc.SigKill);
        _monitor?.Kill();
        _ = _monitor?.Wait();
    }

    private BubblewrapSandbox Hand(int child)
    {
        foreach (var handle in new[] { _input.Writer, _output.Reader, _error.Reader })
            Descriptors.SetNonBlocking(handle);
        _started = true;
        var facts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["engine"] = "bubblewrap",
            ["session"] = sessionId,
            ["name"] = plan.Name,
        });
        return new BubblewrapSandbox(_monitor!, child, _init!, _status.Reader, facts)
        {
            Input = _input.Writer,
            Output = _output.Reader,
            Error = _error.Reader,
        };
    }

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        _ours.Add(disposable);
        return disposable;
    }
}
