using System.Formats.Tar;
using System.Globalization;
using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Streams;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Api;

/// <summary>The life of a container, on real daemons.</summary>
public sealed class ContainerTests
{
    private const int Generous = 30_000;

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void The_end_of_input_reaches_the_server_and_its_last_words_reach_us(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var wait = client.BeginWait(container.Id, WaitCondition.NextExit);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        Assert.False(Signal.IsRaised(wait.Ended, 0));

        stream.Write("hello\n"u8);
        stream.CloseWrite();
        Assert.Equal(("hello\n", ""), TestContainer.ReadToEnd(stream));
        Assert.True(Signal.IsRaised(wait.Ended, Generous));
        Assert.Equal(new WaitOutcome(0, null), wait.Outcome());
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void An_exit_code_and_a_signal_are_told(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "exits-with");
        using var exits = TestContainer.Create(client, image.Id, """["/exits-with","7"]""");
        Assert.Equal(7, Run(exits, static (stream, _) => stream.CloseWrite()));
        using var killed = TestContainer.Create(client, image.Id, """["/exits-with","7"]""");
        Assert.Equal(137, Run(killed, (_, id) => Assert.True(client.KillContainer(id, "SIGKILL"))));
        Assert.False(client.KillContainer(killed.Id, "SIGKILL"));

        int? Run(TestContainer container, Action<HijackedStream, string> end)
        {
            using var wait = client.BeginWait(container.Id, WaitCondition.NextExit);
            using var stream = client.Attach(container.Id);
            client.StartContainer(container.Id);
            end(stream, container.Id);
            return wait.Outcome().StatusCode;
        }
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_container_is_seen_by_its_label_until_it_is_removed(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        Assert.Equal(container.Id, Assert.Single(client.ListContainers(container.Label)).Id);
        Assert.Equal("created", client.InspectContainer(container.Id)!.State.Status);
        Assert.Equal("none", client.InspectContainer(container.Id, static found => found.GetProperty("HostConfig").GetProperty("NetworkMode").GetString()));

        using var removed = client.BeginWait(container.Id, WaitCondition.Removed);
        Assert.True(client.RemoveContainer(container.Id, force: true, volumes: true));
        Assert.True(Signal.IsRaised(removed.Ended, Generous));
        Assert.False(client.RemoveContainer(container.Id, force: true, volumes: true));
        Assert.Empty(client.ListContainers(container.Label));
        Assert.Null(client.InspectContainer(container.Id));
        Assert.Equal("MB2210", Assert.Throws<DockerException>(() => client.StartContainer(container.Id)).Refusal.Code);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_second_process_runs_beside_the_first(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var first = client.Attach(container.Id);
        client.StartContainer(container.Id);
        using var second = client.Exec(
            container.Id, """{"AttachStdin":true,"AttachStdout":true,"AttachStderr":true,"Cmd":["/echo"]}"""u8.ToArray());
        second.Write("beside"u8);
        second.CloseWrite();
        Assert.Equal(("beside", ""), TestContainer.ReadToEnd(second));
        Assert.True(client.InspectContainer(container.Id)!.State.Running);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_program_can_be_put_into_a_container_that_was_not_started(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "note") { DataStream = new MemoryStream("kept"u8.ToArray()) });
        archive.Position = 0;
        client.PutArchive(container.Id, "/", archive);
        Assert.Equal("kept", ReadBack(client, container.Id));
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void What_happened_to_a_container_can_be_asked_afterwards(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "exits-with");
        var before = Now(-1);
        using var container = TestContainer.Create(client, image.Id, """["/exits-with","3"]""");
        using var wait = client.BeginWait(container.Id, WaitCondition.NextExit);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        stream.CloseWrite();
        _ = wait.Outcome();
        Assert.Contains(client.Events(before, Now(1), container.Label), happened => happened.Action is "die" or "died" && happened.Actor?.Id == container.Id);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_name_that_is_taken_is_a_conflict(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        var name = client.InspectContainer(container.Id)!.Name!.TrimStart('/');
        var json = Encoding.UTF8.GetBytes($$"""{"Image":"{{image.Id}}"}""");
        Assert.Equal("MB2211", Assert.Throws<DockerException>(() => client.CreateContainer(name, json)).Refusal.Code);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void An_image_that_the_daemon_does_not_have_is_named(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        Assert.Null(client.InspectImage("localhost/mcpbox-api-absent:1"));
        var refusal = Assert.Throws<DockerException>(() => TestContainer.Create(client, "localhost/mcpbox-api-absent:1")).Refusal;
        Assert.Equal("MB2213", refusal.Code);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void Volumes_come_and_go(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        var name = $"mcpbox-api-{Guid.NewGuid():N}";
        client.CreateVolume(Encoding.UTF8.GetBytes($$"""{"Name":"{{name}}"}"""));
        Assert.True(client.HasVolume(name));
        Assert.True(client.RemoveVolume(name));
        Assert.False(client.HasVolume(name));
        Assert.False(client.RemoveVolume(name));
    }

    [Fact]
    public void A_wait_that_is_given_up_ends_at_once_and_leaves_the_container()
    {
        var client = DockerClient.Connect(TestDaemons.Docker);
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        client.BeginWait(container.Id, WaitCondition.NextExit).Dispose();
        Assert.NotNull(client.InspectContainer(container.Id));
    }

    [Fact]
    public void A_daemon_that_goes_away_ends_a_wait_with_a_reason()
    {
        using var daemon = FakeDaemon.Answering(FakeDaemon.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        using var wait = daemon.Connect().BeginWait("x", WaitCondition.NextExit);
        Assert.True(Signal.IsRaised(wait.Ended, Generous));
        Assert.Equal("MB2206", wait.Outcome().Failure!.Code);
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_when_the_stream_is_given_up()
    {
        var client = DockerClient.Connect(TestDaemons.Docker);
        using var image = TestImage.Of(client.Endpoint, "echo");
        using var container = TestContainer.Create(client, image.Id);
        using var stream = client.Attach(container.Id);
        client.StartContainer(container.Id);
        var reader = Task.Run(() => stream.Read(new byte[10]));
        stream.Abort();
        Assert.Equal(0, await reader);
    }

    private static string Now(int seconds) =>
        TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string ReadBack(DockerClient client, string id)
    {
        using var scratch = new Scratch();
        Command.Run("docker", "-H", client.Endpoint.Address.ToString()!, "cp", $"{id}:/note", scratch["note"]);
        return File.ReadAllText(scratch["note"]);
    }
}
