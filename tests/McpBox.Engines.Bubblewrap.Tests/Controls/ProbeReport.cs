using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using McpBox.Engines.Bubblewrap.Tests.Hosting;

namespace McpBox.Engines.Bubblewrap.Tests.Controls;

/// <summary>What the probe says: control to <c>held …</c> or <c>open …</c>.</summary>
internal static class ProbeReport
{
    private static readonly ConcurrentDictionary<(Identity, string?), Lazy<ImmutableDictionary<string, string>>> Reports = new();
    private static readonly Lazy<ImmutableDictionary<string, string>> Outside = new(RunOutside);
    private static readonly Lazy<ImmutableArray<string>> Values = new(HostThings);

    /// <summary>The report from inside a sandbox; run once for each identity and removal.</summary>
    public static ImmutableDictionary<string, string> Of(Identity identity, string? without = null) =>
        Reports.GetOrAdd((identity, without), key => new(() => RunInside(key.Item1, key.Item2))).Value;

    /// <summary>The report of the same program on the bare host.</summary>
    public static ImmutableDictionary<string, string> OnHost() => Outside.Value;

    private static ImmutableDictionary<string, string> RunInside(Identity identity, string? without)
    {
        var run = Run.As(identity, [TestFiles.Probe, $"uid={identity.Uid()}", $"gid={identity.Gid()}", .. Values.Value], without);
        Assert.True(run.Code == 0, $"the probe ended with {run.Code}: {run.Error}{run.Output}");
        return Parse(run.Output);
    }

    private static ImmutableDictionary<string, string> RunOutside()
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, UseShellExecute = false };

        // With a descriptor that nobody asked for, as a careless parent would leave one.
        string[] words = ["-c", "exec \"$@\" 9</dev/null", "sh", TestFiles.Probe, "uid=65533", $"other-pid={Environment.ProcessId}", .. Values.Value];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = System.Diagnostics.Process.Start(start)!;
        return Parse(process.StandardOutput.ReadToEnd());
    }

    private static ImmutableDictionary<string, string> Parse(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(": ", 2))
        .ToImmutableDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);

    /// <summary>Things of the host that the probe looks for; they live as long as the tests.</summary>
    private static ImmutableArray<string> HostThings()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(64);
        var name = $"mcpbox-test-{Environment.ProcessId}";
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint("\0" + name));
        socket.Listen(64);
        var memory = SharedMemory.Make();
        var shared = $"/dev/shm/{name}";
        File.WriteAllText(shared, "of the host");
        var secret = Path.GetTempFileName();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            listener.Dispose();
            socket.Dispose();
            SharedMemory.Remove(memory);
            File.Delete(shared);
            File.Delete(secret);
        };
        string[] kinds = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];
        return
        [
            $"port={((IPEndPoint)listener.LocalEndpoint).Port}", $"abstract={name}", $"shm-key={SharedMemory.Key}", $"shm-name={name}",
            $"secret={secret}", .. kinds.Select(static kind => $"{kind}={new FileInfo($"/proc/self/ns/{kind}").LinkTarget}")
                .Select(static pair => "namespace-" + pair),
        ];
    }
}
