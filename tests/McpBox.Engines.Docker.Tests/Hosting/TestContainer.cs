using System.Text;
using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Streams;

namespace McpBox.Engines.Docker.Tests.Hosting;

/// <summary>A created container with an open stdin and no network, removed with the test.</summary>
internal sealed class TestContainer : IDisposable
{
    private readonly DockerClient _client;

    private TestContainer(DockerClient client, string id, string label)
    {
        (_client, Id, Label) = (client, id, label);
    }

    public string Id { get; }

    /// <summary>Of this container alone.</summary>
    public string Label { get; }

    public static TestContainer Create(DockerClient client, string image, string? command = null, bool autoRemove = false)
    {
        var name = $"mcpbox-api-{Guid.NewGuid():N}";
        var program = command is null ? "" : $"""
            "Cmd":{command},
            """;
        var json = $$"""
            {"Image":"{{image}}",{{program}}"OpenStdin":true,"StdinOnce":true,"AttachStdin":true,"AttachStdout":true,"AttachStderr":true,
             "Labels":{"test.api":"{{name}}"},"HostConfig":{"NetworkMode":"none","AutoRemove":{{(autoRemove ? "true" : "false")}} } }
            """;
        return new TestContainer(client, client.CreateContainer(name, Encoding.UTF8.GetBytes(json)).Id, $"test.api={name}");
    }

    public void Dispose() => _client.RemoveContainer(Id, force: true, volumes: true);

    /// <summary>Everything that a stream says until its end: stdout and stderr.</summary>
    public static (string Stdout, string Stderr) ReadToEnd(HijackedStream stream)
    {
        var late = false;
        using var limit = new Timer(
            _ =>
            {
                late = true;
                stream.Abort();
            },
            null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        var demultiplexer = new StreamDemultiplexer();
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        var buffer = new byte[1000];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            ReadOnlySpan<byte> input = buffer.AsSpan(0, count);
            while (demultiplexer.TryTake(ref input, out var output, out var payload))
                (output == ContainerOutput.Stdout ? stdout : stderr).Append(Encoding.UTF8.GetString(payload));
        }

        Assert.False(late, "the stream did not end: the container never saw the end of its input");
        return (stdout.ToString(), stderr.ToString());
    }
}
