using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>What runs under a tag is what was recorded for it, or nothing.</summary>
public sealed class ResolverTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void An_image_is_described_as_its_configuration_says(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var image = TestImage.Of(client.Endpoint, "echo", null, ".", "ENV A=b", "WORKDIR /w", "USER 7:8", "ENTRYPOINT [\"/echo\"]", "LABEL l=m");
        var resolved = Resolver(client).Resolve(ImageReference.Parse(image.Name));
        Assert.Equal(image.Id, resolved.Id);
        Assert.Equal(["/echo"], resolved.Entrypoint);
        Assert.Equal(["/echo"], resolved.Cmd);
        Assert.Contains("A=b", resolved.Env);
        Assert.Equal(("/w", "7:8", "m"), (resolved.WorkingDir, resolved.User, resolved.Labels["l"]));
    }

    [Fact]
    public void An_image_that_was_built_here_is_pinned_by_its_id()
    {
        var client = DockerClient.Connect(TestDaemons.Docker);
        using var image = TestImage.Of(client.Endpoint, "echo");
        Assert.Equal(image.Id, Resolver(client).Resolve(ImageReference.Parse(image.Name)).Digest);
        Assert.Equal(image.Id, Resolver(client).Resolve(ImageReference.Parse(image.Id)).Id);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void An_image_that_is_not_there_is_refused_with_the_command_that_fetches_it(string engine)
    {
        var refusal = Refused(DockerClient.Connect(TestDaemons.Of(engine)), "localhost/mcpbox-api-absent:1");
        Assert.Equal("MB2221", refusal.Code);
        Assert.Contains("mcpbox pull localhost/mcpbox-api-absent:1", refusal.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_tag_that_moved_still_means_the_recorded_image(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var old = TestImage.Of(client.Endpoint, "echo");
        var reference = ImageReference.Parse(old.Name);
        Assert.Equal(old.Id, Resolver(client).Resolve(reference).Id);

        using var next = TestImage.Of(client.Endpoint, "echo", old.Name);
        Assert.NotEqual(old.Id, next.Id);
        var resolved = Resolver(client).Resolve(reference);
        Assert.Equal((old.Id, next.Id), (resolved.Id, resolved.MovedTo));
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void A_tag_that_moved_runs_nothing_once_the_recorded_image_is_gone(string engine)
    {
        var client = DockerClient.Connect(TestDaemons.Of(engine));
        using var old = TestImage.Of(client.Endpoint, "echo");
        _ = Resolver(client).Resolve(ImageReference.Parse(old.Name));
        using var next = TestImage.Of(client.Endpoint, "echo", old.Name);
        Command.Run("docker", "-H", client.Endpoint.Address.ToString()!, "rmi", old.Id);

        var refusal = Refused(client, old.Name);
        Assert.Equal("MB2222", refusal.Code);
        Assert.Contains("mcpbox pull", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_record_the_new_bits_would_run()
    {
        // The counterpart of the two above: it is the record that holds the tag, not the daemon.
        var client = DockerClient.Connect(TestDaemons.Docker);
        using var old = TestImage.Of(client.Endpoint, "echo");
        _ = Resolver(client).Resolve(ImageReference.Parse(old.Name), record: false);
        using var next = TestImage.Of(client.Endpoint, "echo", old.Name);
        Assert.Equal(next.Id, Resolver(client).Resolve(ImageReference.Parse(old.Name)).Id);
    }

    [Fact]
    public void A_daemon_that_answers_with_another_digest_is_not_believed()
    {
        var (asked, other) = ($"sha256:{new string('a', 64)}", $"sha256:{new string('b', 64)}");
        using var daemon = FakeDaemon.Answering(Image(other, $"h.io/a@{other}"));
        Assert.Equal("MB2229", Refused(daemon.Connect(), $"h.io/a@{asked}").Code);
        Assert.Equal("MB2229", Refused(daemon.Connect(), asked).Code);
    }

    [Theory]
    [InlineData("windows", "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")]
    [InlineData("linux", "../../etc")]
    public void An_image_that_no_plan_can_hold_is_refused(string system, string id)
    {
        using var daemon = FakeDaemon.Answering(Image(id, "", system));
        Assert.Equal("MB2229", Refused(daemon.Connect(), "h.io/a").Code);
    }

    [Fact]
    public void The_digest_is_the_one_of_the_registry_that_was_named()
    {
        var (id, one, two) = ($"sha256:{new string('a', 64)}", $"sha256:{new string('b', 64)}", $"sha256:{new string('c', 64)}");
        using var daemon = FakeDaemon.Answering(Image(id, $"h.io/a@{one}\",\"debian@{two}"));
        Assert.Equal(two, Resolver(daemon.Connect()).Resolve(ImageReference.Parse("debian")).Digest);
        Assert.Equal(one, Resolver(daemon.Connect()).Resolve(ImageReference.Parse("h.io/a")).Digest);
    }

    [Fact]
    public void An_id_without_its_algorithm_is_completed()
    {
        using var daemon = FakeDaemon.Answering(Image(new string('a', 64), ""));
        Assert.Equal($"sha256:{new string('a', 64)}", Resolver(daemon.Connect()).Resolve(ImageReference.Parse("h.io/a")).Id);
    }

    private static byte[] Image(string id, string digests, string system = "linux") =>
        FakeDaemon.Json(200, $$"""{"Id":"{{id}}","RepoDigests":[{{(digests.Length == 0 ? "" : $"\"{digests}\"")}}],"Os":"{{system}}","Config":null}""");

    private ImageResolver Resolver(DockerClient client) => new(client, new ImageRecords(_scratch["images.json"]), TimeProvider.System);

    private McpBox.Sandbox.Refusal Refused(DockerClient client, string reference) =>
        Assert.Throws<DockerException>(() => Resolver(client).Resolve(ImageReference.Parse(reference))).Refusal;
}
