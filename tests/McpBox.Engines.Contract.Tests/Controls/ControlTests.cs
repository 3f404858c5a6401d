using System.Collections.Concurrent;
using System.Collections.Immutable;
using McpBox.Engines.Contract.Tests.Hosting;
using McpBox.Engines.Contract.Tests.Subjects;
using McpBox.Sandbox;
using McpBox.Testing;

namespace McpBox.Engines.Contract.Tests.Controls;

/// <summary>Each control, tried from inside by tests/probe/probe.c, is held: as nobody, and as the caller's own uid without a capability.</summary>
public sealed class ControlTests
{
    private static readonly ConcurrentDictionary<(Subject, RunAs), Lazy<ImmutableDictionary<string, string>>> Reports = new();

    public static TheoryData<Subject, RunAs, string> Held => Rows(static exemption => exemption is null);

    public static TheoryData<Subject, RunAs, string> Exempted => Rows(static exemption => exemption is not null);

    [Theory]
    [MemberData(nameof(Held))]
    public void A_control_is_held(Subject subject, RunAs runAs, string control) =>
        Assert.StartsWith("held", Report(subject, runAs)[control], StringComparison.Ordinal);

    /// <summary>An exemption that is not needed any more has to go.</summary>
    [Theory]
    [MemberData(nameof(Exempted))]
    public void What_is_exempted_is_open(Subject subject, RunAs runAs, string control) =>
        Assert.StartsWith("open", Report(subject, runAs)[control], StringComparison.Ordinal);

    [Theory]
    [OnEveryEngine]
    public void The_probe_tries_nothing_that_no_test_asks_for(Subject subject) =>
        Assert.Equal(ControlLines.Names.Order(StringComparer.Ordinal), Report(subject, RunAs.Caller).Keys.Order(StringComparer.Ordinal));

    private static TheoryData<Subject, RunAs, string> Rows(Func<Exemption?, bool> wanted)
    {
        var data = new TheoryData<Subject, RunAs, string>();
        foreach (var subject in Enum.GetValues<Subject>())
        {
            foreach (var runAs in Identities)
            {
                foreach (var name in ControlLines.Names.Where(name => wanted(Exemptions.Of(name, subject, runAs))))
                    data.Add(subject, runAs, name);
            }
        }

        return data;
    }

    /// <summary>Only root can become somebody else.</summary>
    private static RunAs[] Identities => Environment.IsPrivilegedProcess ? [RunAs.Nobody, RunAs.Caller] : [RunAs.Caller];

    private static ImmutableDictionary<string, string> Report(Subject subject, RunAs runAs) =>
        Reports.GetOrAdd((subject, runAs), static key => new(() => Run(key.Item1, key.Item2))).Value;

    private static ImmutableDictionary<string, string> Run(Subject subject, RunAs runAs)
    {
        var uid = runAs == RunAs.Nobody ? 65534 : Posix.Files.Caller.EffectiveUserId();
        var gid = runAs == RunAs.Nobody ? 65534 : Posix.Files.Caller.EffectiveGroupId();

        // Bubblewrap stacks two filters; an engine's daemon takes one, in which the second is cut out of the first.
        string[] own = subject.IsContainer() ? ["filters=1", $"daemon-socket={subject.Daemon()["unix://".Length..]}"] : [];

        // Docker's filters know one errno, so that a call of which some arguments are allowed fails with EPERM (1) for the others.
        if (subject is Subject.DockerFifo or Subject.DockerAttach)
            own = [.. own, "partly=1"];
        var plan = ContractPlan.For([TestFiles.Probe, $"uid={uid}", $"gid={gid}", .. own, .. HostThings.Arguments]) with { RunAs = runAs };
        using var running = Running.Start(subject, plan);
        var end = running.ReadToEnd();
        Assert.True(end.Exit.Code == 0, $"the probe ended with {end.Exit}: {end.Error}{end.Output}");
        return ControlLines.Parse(end.Output);
    }
}
