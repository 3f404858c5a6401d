using System.Collections.Immutable;
using System.Text.Json;
using McpBox.Journal.Indexing;
using McpBox.Posix.Files;
using McpBox.Relay;
using McpBox.Sandbox;
using McpBox.Sandbox.Probe;
using McpBox.Session.Records;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Session.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void It_tells_what_the_init_saw_inside()
    {
        using var sandbox = new StillSandbox
        {
            Probe = new ProbeReport(
            [
                new("network.interfaces", "any network interface up but loopback?", "lo", "lo", Held: true),
                new("limits.memory", "how many bytes of memory?", "at most 7", "unobservable: \"no cgroup\"\n", Held: true),
            ]),
        };
        using var json = JsonDocument.Parse(Manifest.Write(Request, sandbox, 7, "client"));
        Assert.Equal(
            """{"network.interfaces":"lo","limits.memory":"unobservable: \u0022no cgroup\u0022\n"}""",
            json.RootElement.GetProperty("probe").GetRawText());
    }

    private static readonly SandboxPlan Plan = new()
    {
        Name = "files",
        Profile = "strict",
        Command = ["/usr/bin/true"],
        WorkingDirectory = "/",
        Mounts = [],
        TmpSize = 1,
        HomeSize = 1,
        Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Limits = new PlanLimits(1, 1, 1, 1, 1, RequireCgroup: false),
        RunAs = RunAs.Caller,
    };

    private static readonly SessionRequest Request = new()
    {
        SessionId = "0123456789ab",
        Plan = Plan,
        Engine = new NamedEngine(),
        EngineReason = "test",
        JournalRoot = "/nowhere",
        Index = SessionIndex.Beside("/nowhere", TimeProvider.System),
        Records = new SessionRecords(RunFolder.OfCaller(), TimeProvider.System),
        Relay = new RelayOptions(),
        Version = "0",
    };

    private sealed class NamedEngine : ISandboxEngine
    {
        public string Name => "test";

        public ImmutableArray<Refusal> Check(SandboxPlan plan) => [];

        public ISandbox Start(SandboxPlan plan, string sessionId, Func<Refusal?>? lastCheck = null) => throw new NotSupportedException();

        public ProbeReport Probe(SandboxPlan plan, string sessionId) => throw new NotSupportedException();

        public ImmutableArray<SandboxTrace> FindTraces() => [];

        public void Remove(SandboxTrace trace) => throw new NotSupportedException();
    }

    private sealed class StillSandbox : ISandbox
    {
        public SafeFileHandle Input => throw new NotSupportedException();

        public SafeFileHandle Output => throw new NotSupportedException();

        public SafeFileHandle Error => throw new NotSupportedException();

        public SafeFileHandle ExitSignal => throw new NotSupportedException();

        public required ProbeReport Probe { get; init; }

        public ImmutableSortedDictionary<string, string> Facts { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

        public void Terminate() => throw new NotSupportedException();

        public void Kill() => throw new NotSupportedException();

        public SandboxExit WaitForExit() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
