using System.Net;
using System.Net.Sockets;
using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Connecting;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Api;

/// <summary>What goes wrong between mcpbox and a daemon has a name, and comes in time.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void A_socket_that_is_not_there_is_named()
    {
        using var scratch = new Scratch();
        var refusal = Refused(() => DockerClient.Connect(Unix(scratch["absent.sock"])));
        Assert.Equal("MB2201", refusal.Code);
        Assert.Contains("absent.sock", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_nobody_serves_is_named()
    {
        using var scratch = new Scratch();

        // Bound and not listening: to a client the same as the socket that a killed daemon leaves.
        using var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        killed.Bind(new UnixDomainSocketEndPoint(scratch["dead.sock"]));
        Assert.Equal("MB2202", Refused(() => DockerClient.Connect(Unix(scratch["dead.sock"]))).Code);
    }

    [Fact]
    public void A_port_that_nobody_serves_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Equal("MB2202", Refused(() => DockerClient.Connect(new DockerEndpoint(new DaemonAddress.Tcp("127.0.0.1", port), null, "test"))).Code);
    }

    [Fact]
    public void A_socket_that_is_not_the_caller_s_to_use_is_named()
    {
        // Root may use every socket, and tests may be root's: the kernel's EACCES is given by hand.
        var refusal = ConnectionFault.Explain(Unix("/run/docker.sock"), "GET /version", new SocketException((int)SocketError.AccessDenied))!;
        Assert.Equal("MB2203", refusal.Code);
        Assert.Contains("group", refusal.Hint, StringComparison.Ordinal);
        Assert.Contains("rootless", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_named() =>
        Assert.Equal("MB2200", Refused(() => DockerClient.Connect(Unix("/" + new string('a', 200)))).Code);

    [Fact]
    public void A_daemon_that_never_accepts_does_not_hang_us()
    {
        using var scratch = new Scratch();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(scratch["s"]));
        listener.Listen(0);
        using var first = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        first.Connect(new UnixDomainSocketEndPoint(scratch["s"]));
        Assert.Equal("MB2207", Refused(() => DockerClient.Connect(Unix(scratch["s"]), TimeSpan.FromMilliseconds(200))).Code);
    }

    [Fact]
    public void A_daemon_that_never_answers_does_not_hang_us()
    {
        using var daemon = new FakeDaemon(_ => null);
        var refusal = Refused(() => daemon.Connect(0.2));
        Assert.Equal("MB2207", refusal.Code);
        Assert.Contains("GET /version", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.24", "1.12", "speaks the Engine API up to 1.24 only")]
    [InlineData("2.3", "1.99", "from 1.99 on only")]
    public void A_daemon_without_a_common_version_is_named(string version, string minimum, string words)
    {
        using var daemon = new FakeDaemon(_ => FakeDaemon.Version(version, minimum));
        var refusal = Refused(() => daemon.Connect());
        Assert.Equal("MB2205", refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.41", "1.12", "1.41")]
    [InlineData("1.52", "1.44", "1.47")]
    public void The_newest_version_that_both_know_is_spoken(string version, string minimum, string spoken)
    {
        using var daemon = new FakeDaemon(line => line.Contains("/version ", StringComparison.Ordinal)
            ? FakeDaemon.Version(version, minimum)
            : FakeDaemon.Json(200, "{}"));
        _ = daemon.Connect().Info();
        Assert.StartsWith($"GET /v{spoken}/info HTTP/1.1\r\n", daemon.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")]
    public void What_is_no_answer_of_a_daemon_is_named(string answer)
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Raw(answer));
        var client = daemon.Connect();
        Assert.Equal("MB2206", Refused(() => client.Info()).Code);
    }

    [Fact]
    public void An_answer_without_end_is_given_up()
    {
        using var daemon = FakeDaemon.Answering([.. FakeDaemon.Raw("HTTP/1.1 200 OK\r\n\r\n"), .. new byte[17 << 20]]);
        var client = daemon.Connect();
        Assert.Contains("longer than", Refused(() => client.Info()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_without_end_is_given_up()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Raw("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 20_000))));
        var client = daemon.Connect();
        Assert.Equal("MB2206", Refused(() => client.Info()).Code);
    }

    [Theory]
    [InlineData(400, "MB2209")]
    [InlineData(403, "MB2212")]
    [InlineData(404, "MB2210")]
    [InlineData(409, "MB2211")]
    [InlineData(500, "MB2208")]
    public void What_a_daemon_says_no_to_is_told_in_its_own_words(int status, string code)
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(status, """{"message":"out of\ncheese"}"""));
        var client = daemon.Connect();
        var refusal = Refused(() => client.StartContainer("x"));
        Assert.Equal(code, refusal.Code);
        Assert.Contains("out of cheese", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_s_words_cannot_command_a_terminal()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(500, """{"message":"\u001b[2J\u202egood"}"""));
        var client = daemon.Connect();
        var message = Refused(() => client.StartContainer("x")).Message;
        Assert.Contains(@"\u{1B}[2J\u{202E}good", message, StringComparison.Ordinal);
        Assert.All(message, character => Assert.False(char.IsControl(character)));
    }

    [Fact]
    public void A_daemon_s_words_are_bounded()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(500, $$"""{"message":"{{new string('x', 20_000)}}"}"""));
        var client = daemon.Connect();
        Assert.InRange(Refused(() => client.StartContainer("x")).Message.Length, 100, 1000);
    }

    [Fact]
    public void An_image_that_is_gone_at_create_is_named()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(404, """{"message":"No such image: a:1"}"""));
        var client = daemon.Connect();
        var refusal = Refused(() => client.CreateContainer("x", Encoding.UTF8.GetBytes("{}")));
        Assert.Equal("MB2213", refusal.Code);
        Assert.Contains("mcpbox pull", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_in_chunks_and_after_interim_ones_are_read()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Raw(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;x=y\r\n{\"ID\"\r\n6\r\n:\"me\"}\r\n0\r\n\r\n"));
        Assert.Equal("me", daemon.Connect().Info().Id);
    }

    [Fact]
    public void A_container_that_does_not_run_cannot_be_killed_and_that_is_no_error()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(409, """{"message":"Container x is not running"}"""));
        Assert.False(daemon.Connect().KillContainer("x", "SIGKILL"));
    }

    [Fact]
    public void A_removal_that_is_under_way_is_no_error()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Json(409, """{"message":"removal of container x is already in progress"}"""));
        Assert.False(daemon.Connect().RemoveContainer("x", force: true, volumes: true));
    }

    private static DockerEndpoint Unix(string path) => new(new DaemonAddress.Unix(path), null, "test");

    private static McpBox.Sandbox.Refusal Refused(Action action) => Assert.Throws<DockerException>(action).Refusal;
}
