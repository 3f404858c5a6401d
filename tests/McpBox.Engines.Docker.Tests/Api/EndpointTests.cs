using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Api;

/// <summary>Which daemon is asked: Docker's own precedence, and never another one than was named.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly Scratch _home = new();
    private readonly List<Socket> _sockets = [];

    private string Default => "unix://" + _home["default.sock"];

    public void Dispose()
    {
        _sockets.ForEach(static socket => socket.Dispose());
        _home.Dispose();
    }

    [Theory]
    [InlineData("unix:///a/b.sock", "unix:///a/b.sock")]
    [InlineData("tcp://127.0.0.1:1234", "tcp://127.0.0.1:1234")]
    [InlineData("tcp://127.0.0.1", "tcp://127.0.0.1:2375")]
    [InlineData("localhost:99", "tcp://localhost:99")]
    [InlineData("tcp://[::1]:99", "tcp://[::1]:99")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine")]
    public void DOCKER_HOST_is_taken(string url, string address)
    {
        Context("colima", "unix:///colima.sock");
        var endpoint = Find(("DOCKER_HOST", url), ("DOCKER_CONTEXT", "colima"), ("CONTAINER_HOST", "unix:///podman.sock"));
        Assert.Equal($"{address} (DOCKER_HOST)", endpoint.ToString());
    }

    [Theory]
    [InlineData("ssh://me@host", "MB2215")]
    [InlineData("http://127.0.0.1", "MB2214")]
    [InlineData("unix://relative", "MB2214")]
    [InlineData("unix://", "MB2214")]
    [InlineData("tcp://127.0.0.1:0", "MB2214")]
    [InlineData("tcp://127.0.0.1:x", "MB2214")]
    [InlineData("tcp://127.0.0.1/path", "MB2214")]
    [InlineData("tcp://", "MB2214")]
    [InlineData("tcp://[::1", "MB2214")]
    [InlineData("tcp://user@127.0.0.1", "MB2214")]
    [InlineData("npipe://x", "MB2214")]
    [InlineData("tcp://192.0.2.1:2375", "MB2218")]
    [InlineData("tcp://docker", "MB2218")]
    public void DOCKER_HOST_that_cannot_be_honoured_is_refused(string url, string code)
    {
        Listen("default.sock");
        Assert.Equal(code, Refused(("DOCKER_HOST", url)));
    }

    [Fact]
    public void A_password_in_an_address_is_not_repeated()
    {
        var refusal = Assert.Throws<DockerException>(() => Find(("DOCKER_HOST", "ssh://me:hunter2@host"))).Refusal;
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TLS_comes_from_the_folder_that_DOCKER_CERT_PATH_names()
    {
        Certificates("certs");
        var endpoint = Find(("DOCKER_HOST", "tcp://192.0.2.1"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", _home["certs"]));
        Assert.Equal(new EndpointTls(_home["certs/ca.pem"], _home["certs/cert.pem"], _home["certs/key.pem"]), endpoint.Tls);
        Assert.Equal("tcp://192.0.2.1:2376", endpoint.Address.ToString());
    }

    [Fact]
    public void TLS_comes_from_Docker_s_own_folder_otherwise()
    {
        Certificates("settings");
        var endpoint = Find(("DOCKER_HOST", "tcp://192.0.2.1:9"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CONFIG", _home["settings"]));
        Assert.Equal(_home["settings/ca.pem"], endpoint.Tls!.Authority);
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("cert.pem")]
    [InlineData("key.pem")]
    public void A_certificate_that_is_missing_is_refused(string file)
    {
        Certificates("certs");
        File.Delete(_home[$"certs/{file}"]);
        Assert.Equal("MB2217", Refused(("DOCKER_HOST", "tcp://192.0.2.1"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", _home["certs"])));
    }

    [Fact]
    public void TLS_that_does_not_verify_is_refused()
    {
        Certificates("certs");
        Assert.Equal("MB2217", Refused(("DOCKER_HOST", "tcp://192.0.2.1"), ("DOCKER_TLS", "1"), ("DOCKER_CERT_PATH", _home["certs"])));
        Context("lax", "tcp://192.0.2.1:2376", skipVerify: true);
        Assert.Equal("MB2217", Refused(("DOCKER_CONTEXT", "lax")));
    }

    [Fact]
    public void DOCKER_CONTEXT_goes_before_the_current_context()
    {
        Context("colima", "unix:///colima.sock");
        Context("other", "unix:///other.sock");
        Current("other");
        Assert.Equal("unix:///colima.sock (context colima, by DOCKER_CONTEXT)", Find(("DOCKER_CONTEXT", "colima")).ToString());
        Assert.Equal("unix:///other.sock (context other, by config.json)", Find().ToString());
    }

    [Fact]
    public void The_context_default_is_the_default_socket()
    {
        Context("other", "unix:///other.sock");
        Current("other");
        Assert.Equal($"{Default} (context default, by DOCKER_CONTEXT)", Find(("DOCKER_CONTEXT", "default")).ToString());
    }

    [Fact]
    public void A_context_brings_its_TLS_files()
    {
        Context("far", "tcp://192.0.2.1:2376");
        Assert.Equal("MB2218", Refused(("DOCKER_CONTEXT", "far")));
        Certificates($".docker/contexts/tls/{Hash("far")}/docker");
        Assert.EndsWith("docker/key.pem", Find(("DOCKER_CONTEXT", "far")).Tls!.Key, StringComparison.Ordinal);
        File.Delete(_home[$".docker/contexts/tls/{Hash("far")}/docker/key.pem"]);
        Assert.Equal("MB2217", Refused(("DOCKER_CONTEXT", "far")));
    }

    [Fact]
    public void A_context_that_is_not_there_is_refused_though_a_socket_is()
    {
        Listen("default.sock");
        Assert.Equal("MB2216", Refused(("DOCKER_CONTEXT", "nowhere")));
        Current("nowhere");
        Assert.Equal("MB2216", Refused());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"Name":"other","Endpoints":{"docker":{"Host":"unix:///a"}}}""")]
    [InlineData("""{"Name":"broken","Endpoints":{"kubernetes":{"Host":"unix:///a"}}}""")]
    [InlineData("""{"Name":"broken","Endpoints":{"docker":null}}""")]
    public void A_context_that_cannot_be_read_is_refused(string json)
    {
        _home.Write($".docker/contexts/meta/{Hash("broken")}/meta.json", json);
        Assert.Equal("MB2219", Refused(("DOCKER_CONTEXT", "broken")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"currentContext":1}""")]
    public void A_config_that_cannot_be_read_is_refused_though_a_socket_is_there(string json)
    {
        Listen("default.sock");
        _home.Write(".docker/config.json", json);
        Assert.Equal("MB2219", Refused());
    }

    [Fact]
    public void A_config_that_cannot_be_read_is_not_quoted()
    {
        _home.Write(".docker/config.json", """{"auths":{"r":{"auth":hunter2}}}""");
        var refusal = Assert.Throws<DockerException>(() => Find()).Refusal;
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CONTAINER_HOST_goes_before_the_usual_sockets()
    {
        Listen("default.sock");
        Assert.Equal("unix:///podman.sock (CONTAINER_HOST)", Find(("CONTAINER_HOST", "unix:///podman.sock")).ToString());
    }

    [Fact]
    public void The_first_of_the_usual_sockets_is_taken()
    {
        Assert.Equal($"{Default} (default socket)", Find(("XDG_RUNTIME_DIR", _home["run"])).ToString());
        Assert.True(Find().IsAbsent);
        Assert.False(Find(("DOCKER_HOST", "unix:///nowhere.sock")).IsAbsent);
        string[] expected = ["system.sock (Podman socket)", "run/podman/podman.sock (rootless Podman socket)", ".docker/run/docker.sock (Docker Desktop's socket)", "run/docker.sock (rootless socket)", "default.sock (default socket)"];
        foreach (var next in expected)
        {
            Listen(next.Split(' ')[0]);
            Assert.Equal($"unix://{_home[next]}", Find(("XDG_RUNTIME_DIR", _home["run"])).ToString());
            Assert.False(Find(("XDG_RUNTIME_DIR", _home["run"])).IsAbsent);
        }
    }

    [Fact]
    public void A_file_in_the_place_of_a_socket_is_none()
    {
        _home.Write("run/docker.sock", "");
        Assert.Equal($"{Default} (default socket)", Find(("XDG_RUNTIME_DIR", _home["run"])).ToString());
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private DockerEndpoint Find(params (string Name, string Value)[] environment) =>
        DockerEndpoints.Find(environment.ToDictionary(variable => variable.Name, variable => variable.Value), _home.Path, Default, _home["system.sock"]);

    private string Refused(params (string Name, string Value)[] environment) => Assert.Throws<DockerException>(() => Find(environment)).Refusal.Code;

    private void Current(string context) => _home.Write(".docker/config.json", $$"""{"auths":{},"currentContext":"{{context}}","unknown":true}""");

    private void Context(string name, string host, bool skipVerify = false) => _home.Write(
        $".docker/contexts/meta/{Hash(name)}/meta.json",
        $$$"""{"Name":"{{{name}}}","Metadata":{},"Endpoints":{"docker":{"Host":"{{{host}}}","SkipTLSVerify":{{{(skipVerify ? "true" : "false")}}} } } }""");

    private void Certificates(string folder)
    {
        foreach (var name in new[] { "ca.pem", "cert.pem", "key.pem" })
            _home.Write($"{folder}/{name}", "");
    }

    private void Listen(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home[name])!);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_home[name]));
        _sockets.Add(socket);
    }
}
