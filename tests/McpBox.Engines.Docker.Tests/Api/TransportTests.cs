using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Api;

public sealed class TransportTests(SecureDaemon daemon) : IClassFixture<SecureDaemon>
{
    [Fact]
    public void The_end_of_input_reaches_a_server_behind_TLS()
    {
        var client = DockerClient.Connect(daemon.Endpoint(daemon.Trusted));
        using var image = TestImage.Of(daemon.Socket, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        var text = new string('x', 300_000);
        var writer = new Thread(() =>
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.CloseWrite();
        });
        writer.Start();
        Assert.Equal((text, ""), TestContainer.ReadToEnd(stream));
        writer.Join();
    }

    [Fact]
    public void The_end_of_input_reaches_a_server_behind_TCP()
    {
        using var forwarder = new Forwarder(daemon.Socket);
        var client = DockerClient.Connect(forwarder.Endpoint);
        using var image = TestImage.Of(daemon.Socket, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        stream.Write("over tcp"u8);
        stream.CloseWrite();
        Assert.Equal(("over tcp", ""), TestContainer.ReadToEnd(stream));
    }

    [Fact]
    public async Task A_reader_behind_TLS_is_woken_when_the_stream_is_given_up()
    {
        var client = DockerClient.Connect(daemon.Endpoint(daemon.Trusted));
        using var image = TestImage.Of(daemon.Socket, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        var reader = Task.Run(() => Record.Exception(() => Assert.Equal(0, stream.Read(new byte[10]))));
        stream.Abort();
        Assert.True(await reader is null or IOException);
    }

    [Fact]
    public void A_daemon_whose_authority_is_another_one_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted with { Authority = daemon.OtherAuthority })));

    [Fact]
    public void A_daemon_that_the_system_s_authorities_do_not_know_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted with { Authority = null })));

    [Fact]
    public void A_daemon_whose_certificate_names_another_host_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted) with { Address = new DaemonAddress.Tcp("localhost", daemon.Port) }));

    [Fact]
    public void A_client_that_the_daemon_does_not_know_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted with { Certificate = null, Key = null })));

    [Fact]
    public void A_key_that_is_no_key_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted with { Key = daemon.Trusted.Authority })));

    [Fact]
    public void A_file_of_TLS_that_is_missing_is_refused() =>
        Assert.Equal("MB2204", Refused(daemon.Endpoint(daemon.Trusted with { Authority = "/nowhere/ca.pem" })));

    [Fact]
    public void A_daemon_with_TLS_that_is_asked_without_it_is_named() =>
        Assert.Equal("MB2209", Refused(daemon.Endpoint(daemon.Trusted) with { Tls = null }));

    [Fact]
    public void A_daemon_without_TLS_that_is_asked_with_it_is_named()
    {
        using var forwarder = new Forwarder(daemon.Socket);
        Assert.Equal("MB2204", Refused(forwarder.Endpoint with { Tls = daemon.Trusted }));
    }

    [Fact]
    public void A_named_pipe_carries_requests()
    {
        // Outside Windows, .NET's named pipes are unix sockets.
        using var fake = FakeDaemon.Answering(FakeDaemon.Json(200, """{"ID":"piped"}"""));
        var path = ((DaemonAddress.Unix)fake.Endpoint.Address).Path;
        Assert.Equal("piped", DockerClient.Connect(new DockerEndpoint(new DaemonAddress.Pipe(path), null, "test")).Info().Id);
    }

    [Fact]
    public void A_named_pipe_that_is_not_served_does_not_hang_us()
    {
        using var fake = new FakeDaemon(_ => null);
        var path = ((DaemonAddress.Unix)fake.Endpoint.Address).Path;
        var endpoint = new DockerEndpoint(new DaemonAddress.Pipe(path), null, "test");
        Assert.Equal("MB2207", Assert.Throws<DockerException>(() => DockerClient.Connect(endpoint, TimeSpan.FromMilliseconds(200))).Refusal.Code);
    }

    private static string Refused(DockerEndpoint endpoint) => Assert.Throws<DockerException>(() => DockerClient.Connect(endpoint)).Refusal.Code;
}
