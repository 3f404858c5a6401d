using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A dockerd of these tests' own that listens with TLS on the loopback, and the certificates of both sides.</summary>
public sealed class SecureDaemon : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Process _process;
    private readonly Task<string> _words;

    public SecureDaemon()
    {
        MakeAuthority("ca");
        MakeAuthority("other");
        MakeCertificate("server", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth");
        MakeCertificate("client", "extendedKeyUsage=clientAuth");
        Port = FreePort();
        var command = Command.AsRoot(
            "dockerd", "--config-file", _scratch.Write("daemon.json", "{}"), "-H", Socket.Address.ToString()!, "-H", $"tcp://127.0.0.1:{Port}",
            "--group", Command.Run("id", "-gn"), "--tlsverify", "--tlscacert", _scratch["ca.pem"], "--tlscert", _scratch["server.pem"],
            "--tlskey", _scratch["server.key"], "--data-root", _scratch["data"], "--exec-root", _scratch["exec"], "--pidfile", _scratch["pid"],
            "--bridge", "none", "--iptables=false", "--storage-driver", "vfs");
        _process = Command.Start(command[0], command.AsSpan(1));
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _words = _process.StandardError.ReadToEndAsync();
        AwaitSocket();
    }

    internal int Port { get; }

    /// <summary>The same daemon on a unix socket, for what a test needs beside.</summary>
    internal DockerEndpoint Socket => new(new DaemonAddress.Unix(_scratch["s"]), null, "test");

    internal EndpointTls Trusted => new(_scratch["ca.pem"], _scratch["client.pem"], _scratch["client.key"]);

    internal string OtherAuthority => _scratch["other.pem"];

    internal DockerEndpoint Endpoint(EndpointTls tls) => new(new DaemonAddress.Tcp("127.0.0.1", Port), tls, "test");

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
            Assert.False(_process.HasExited, _process.HasExited ? _words.GetAwaiter().GetResult() : "");
            try
            {
                _ = DockerClient.Connect(Socket);
                return;
            }
            catch (DockerException exception)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"dockerd does not answer: {exception.Message}");
                _process.WaitForExit(50);
            }
        }
    }

    private void MakeAuthority(string name) => Command.Run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", $"/CN={name}", "-keyout", _scratch[$"{name}.key"], "-out", _scratch[$"{name}.pem"]);

    private void MakeCertificate(string name, string extensions)
    {
        Command.Run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", $"/CN={name}", "-keyout", _scratch[$"{name}.key"], "-out", _scratch[$"{name}.csr"]);
        Command.Run(
            "openssl", "x509", "-req", "-in", _scratch[$"{name}.csr"], "-CA", _scratch["ca.pem"], "-CAkey", _scratch["ca.key"], "-CAcreateserial", "-days", "2",
            "-extfile", _scratch.Write($"{name}.ext", extensions), "-out", _scratch[$"{name}.pem"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
