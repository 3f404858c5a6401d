using System.Diagnostics;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Posix.Files;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A podman service of one test's own, with an empty storage, which takes a registry on the loopback without TLS as docker does.</summary>
internal sealed class PodmanService : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Process _process;

    public PodmanService(TestRegistry registry)
    {
        var registries = _scratch.Write("registries.conf", $"[[registry]]\nlocation = \"{registry.Domain}\"\ninsecure = true\n");
        var command = Command.AsRoot(
            "env", $"CONTAINERS_REGISTRIES_CONF={registries}", "podman", "--root", _scratch["root"], "--runroot", _scratch["run"], "--storage-driver", "vfs",
            "system", "service", "--time=0", Endpoint.Address.ToString()!);
        _process = Command.Start(command[0], command.AsSpan(1));
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        AwaitSocket();
    }

    public DockerEndpoint Endpoint => new(new DaemonAddress.Unix(_scratch["s"]), null, "test");

    public void Dispose()
    {
        Command.EndAsRoot(_process, _scratch.Path);
        _scratch.Dispose();
    }

    private void AwaitSocket()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(_process.HasExited, "podman ended");
            try
            {
                // The socket is its owner's alone, and who asks may not be root.
                var give = Command.AsRoot("chown", $"{Caller.EffectiveUserId()}", _scratch["s"]);
                _ = Command.Try(give[0], give.AsSpan(1));
                _ = DockerClient.Connect(Endpoint);
                return;
            }
            catch (DockerException exception)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"podman does not answer: {exception.Message}");
                _process.WaitForExit(50);
            }
        }
    }
}
