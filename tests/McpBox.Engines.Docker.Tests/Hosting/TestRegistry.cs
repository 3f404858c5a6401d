using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>Debian's docker-registry on a free port of the loopback, with a folder of its own; ended by its process id.</summary>
internal sealed class TestRegistry : IDisposable
{
    /// <summary>The one user of a registry with a password, and its bcrypt hash as htpasswd files have it.</summary>
    public const string User = "mcpbox";

    public const string Password = "kept-by-nobody";

    private const string HashOfPassword = "$2b$04$PS5PccOuqd/Uc6AyTZACgOyy/ceHYH6gYXwFGpPION2yL8lE77psu";

    private readonly Scratch _scratch = new();
    private readonly Process _process;

    public TestRegistry(bool password = false)
    {
        Port = FreePort();
        var users = _scratch.Write("users", $"{User}:{HashOfPassword}\n");
        var auth = password ? $"auth: {{ htpasswd: {{ realm: test, path: {users} }} }}\n" : "";
        var configuration = _scratch.Write("config.yml", $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{_scratch["data"]}} } }
            http: { addr: "127.0.0.1:{{Port}}" }
            {{auth}}
            """);
        _process = Command.Start("docker-registry", "serve", configuration);
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        AwaitPort();
    }

    public int Port { get; }

    public string Domain => $"127.0.0.1:{Port}";

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _scratch.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void AwaitPort()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(_process.HasExited, "docker-registry ended");
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "docker-registry does not listen");
                _process.WaitForExit(20);
            }
        }
    }
}
