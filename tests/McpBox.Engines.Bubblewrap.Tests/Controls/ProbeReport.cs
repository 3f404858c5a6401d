using System.Collections.Concurrent;
using System.Collections.Immutable;
using McpBox.Engines.Bubblewrap.Tests.Hosting;
using McpBox.Testing;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>What the probe says: control to <c>held …</c> or <c>open …</c>.</summary>
internal static class ProbeReport
{
    private static readonly ConcurrentDictionary<(Identity, string?), Lazy<ImmutableDictionary<string, string>>> Reports = new();
    private static readonly Lazy<ImmutableDictionary<string, string>> Outside = new(static () => ControlLines.OnHost(TestFiles.Probe));

    /// <summary>The report from inside a sandbox; run once for each identity and removal.</summary>
    public static ImmutableDictionary<string, string> Of(Identity identity, string? without = null) =>
        Reports.GetOrAdd((identity, without), key => new(() => RunInside(key.Item1, key.Item2))).Value;

    /// <summary>The report of the same program on the bare host.</summary>
    public static ImmutableDictionary<string, string> OnHost() => Outside.Value;

    private static ImmutableDictionary<string, string> RunInside(Identity identity, string? without)
    {
        var run = Run.As(identity, [TestFiles.Probe, $"uid={identity.Uid()}", $"gid={identity.Gid()}", .. HostThings.Arguments], without);
        Assert.True(run.Code == 0, $"the probe ended with {run.Code}: {run.Error}{run.Output}");
        return ControlLines.Parse(run.Output);
    }
}
