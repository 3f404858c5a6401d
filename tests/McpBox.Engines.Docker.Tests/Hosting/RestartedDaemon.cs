using System.Diagnostics;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>
/// A dockerd of these tests' own that can be ended and started again, beside a containerd of its own that goes on meanwhile, as on a machine
/// where an administrator restarts Docker.
/// </summary>
public sealed class RestartedDaemon : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Process _containerd;
    private Process _dockerd;

    public RestartedDaemon()
    {
        var configuration = _scratch.Write("containerd.toml", $"""
            version = 2
            root = "{_scratch["containerd/root"]}"
            state = "{_scratch["containerd/state"]}"
            disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
            [grpc]
            address = "{_scratch["c"]}"
            """);
        _scratch.Write("docker.json", "{}");
        _containerd = Run("containerd", "--config", configuration);
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_scratch["c"]))
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1) && !_containerd.WaitForExit(20), "containerd does not listen");
        _dockerd = StartDockerd();
    }

    internal DockerEndpoint Endpoint => new(new DaemonAddress.Unix(_scratch["s"]), null, "test");

    /// <summary>Ends it, by its own process id where a sudo is before it, and waits until it has.</summary>
    /// <param name="signal">As <c>TERM</c>.</param>
    internal void End(string signal)
    {
        var kill = Command.AsRoot("kill", $"-{signal}", File.ReadAllText(_scratch["pid"]).Trim());
        _ = Command.Run(kill[0], kill.AsSpan(1));
        Assert.True(_dockerd.WaitForExit(30_000), $"dockerd does not end by SIG{signal}");
    }

    /// <summary>Starts it anew, and waits until it answers.</summary>
    internal void Start()
    {
        _dockerd.Dispose();
        _dockerd = StartDockerd();
    }

    public void Dispose()
    {
        if (!_dockerd.HasExited)
        {
            foreach (var left in DockerClient.Connect(Endpoint).ListContainers())
                _ = DockerClient.Connect(Endpoint).RemoveContainer(left.Id, force: true, volumes: true);
            End("TERM");
        }

        _dockerd.Dispose();
        Unmount();
        Command.EndAsRoot(_containerd, _scratch.Path);
        _scratch.Dispose();
    }

    private Process StartDockerd()
    {
        var dockerd = Run(
            "dockerd", "--config-file", _scratch["docker.json"], "-H", Endpoint.Address.ToString()!, "--group", Command.Run("id", "-gn"), "--containerd", _scratch["c"],
            "--data-root", _scratch["data"], "--exec-root", _scratch["exec"], "--pidfile", _scratch["pid"], "--bridge", "none", "--iptables=false", "--storage-driver", "vfs");
        var patience = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(dockerd.HasExited, "dockerd ended");
            try
            {
                _ = DockerClient.Connect(Endpoint);
                return dockerd;
            }
            catch (DockerException exception)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"dockerd does not answer: {exception.Message}");
                dockerd.WaitForExit(20);
            }
        }
    }

    /// <summary>One that was killed leaves its folders mounted on themselves, once for each time.</summary>
    private void Unmount()
    {
        var points = File.ReadLines("/proc/self/mountinfo").Select(static line => line.Split(' ')[4]).Where(point => point.StartsWith(_scratch.Path + "/", StringComparison.Ordinal));
        foreach (var point in points.Reverse())
        {
            var umount = Command.AsRoot("umount", "--lazy", point);
            _ = Command.Try(umount[0], umount.AsSpan(1));
        }
    }

    private static Process Run(params string[] words)
    {
        var command = Command.AsRoot(words);
        var process = Command.Start(command[0], command.AsSpan(1));
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
