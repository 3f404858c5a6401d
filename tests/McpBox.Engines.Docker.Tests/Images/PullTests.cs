using System.Text;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Images.Pulling;
using McpBox.Engines.Docker.Tests.Hosting;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Tests.Images;

/// <summary>Pulls from a real registry on the loopback.</summary>
public sealed class PullTests : IDisposable
{
    private readonly Scratch _home = new();
    private readonly DockerEndpoint _daemon = TestDaemons.Docker;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_pulled_tag_is_recorded_by_the_digest_that_the_registry_gave()
    {
        using var registry = new TestRegistry();
        using var image = Pushed(registry, "a:1");
        var steps = new List<PullStep>();
        var pulled = Images().Pull(image.Name, steps.Add);
        Assert.Equal((image.Id, null), (pulled.Image.Id, pulled.Before));
        Assert.NotEqual(pulled.Image.Id, pulled.Image.Digest);
        Assert.Contains(steps, step => step.Status.Contains(pulled.Image.Digest, StringComparison.Ordinal));
        Assert.Equal(pulled.Image.Digest, Images().Resolve(image.Name).Digest);
    }

    [Fact]
    public void A_tag_that_moved_at_the_registry_means_the_new_image_after_the_pull_and_not_before()
    {
        using var registry = new TestRegistry();
        using var old = Pushed(registry, "a:1");
        var first = Images().Pull(old.Name, static _ => { });
        using var next = Pushed(registry, "a:1");
        Assert.Equal(old.Id, Images().Resolve(old.Name).Id);

        var second = Images().Pull(old.Name, static _ => { });
        Assert.Equal((next.Id, first.Image.Digest), (second.Image.Id, second.Before));
        Assert.Equal(next.Id, Images().Resolve(old.Name).Id);
    }

    [Fact]
    public void A_digest_is_pulled_whatever_the_tag_means_by_now()
    {
        using var registry = new TestRegistry();
        using var old = Pushed(registry, "a:1");
        var digest = Images().Pull(old.Name, static _ => { }).Image.Digest;
        using var next = Pushed(registry, "a:1");
        Command.Run("docker", "-H", _daemon.Address.ToString()!, "rmi", "-f", old.Id);

        var pinned = $"{registry.Domain}/a@{digest}";
        Assert.Equal("MB2221", Refused(() => Images().Resolve(pinned)).Code);
        Assert.Equal(old.Id, Images().Pull(pinned, static _ => { }).Image.Id);
        Assert.Equal((old.Id, digest), (Images().Resolve(pinned).Id, Images().Resolve(pinned).Digest));
    }

    [Fact]
    public void A_digest_or_a_tag_that_the_registry_does_not_have_is_named()
    {
        using var registry = new TestRegistry();
        using var image = Pushed(registry, "a:1");
        Assert.Equal("MB2225", Refused(() => Images().Pull($"{registry.Domain}/a@sha256:{new string('0', 64)}", static _ => { })).Code);
        Assert.Equal("MB2225", Refused(() => Images().Pull($"{registry.Domain}/a:2", static _ => { })).Code);
    }

    [Fact]
    public void A_registry_that_nobody_serves_is_named()
    {
        string domain;
        using (var registry = new TestRegistry())
            domain = registry.Domain;
        Assert.Equal("MB2226", Refused(() => Images().Pull($"{domain}/a:1", static _ => { })).Code);
    }

    [Fact]
    public void A_registry_with_a_password_gets_the_one_of_config_json()
    {
        using var registry = new TestRegistry(password: true);
        Login(registry.Domain, TestRegistry.Password);
        using var image = Pushed(registry, "a:1");
        Command.Run("docker", "-H", _daemon.Address.ToString()!, "rmi", "-f", image.Id);
        Assert.Equal(image.Id, Images().Pull(image.Name, static _ => { }).Image.Id);

        File.Delete(_home[".docker/config.json"]);
        Assert.Equal("MB2224", Refused(() => Images().Pull(image.Name, static _ => { })).Code);
        Login(registry.Domain, "wrong-word");
        var refusal = Refused(() => Images().Pull(image.Name, static _ => { }));
        Assert.Equal("MB2224", refusal.Code);
        Assert.DoesNotContain("wrong-word", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_with_a_password_gets_the_one_of_a_helper()
    {
        using var registry = new TestRegistry(password: true);
        Login(registry.Domain, TestRegistry.Password);
        using var image = Pushed(registry, "a:1");
        Command.Run("docker", "-H", _daemon.Address.ToString()!, "rmi", "-f", image.Id);
        _home.Write(".docker/config.json", $$"""{"credHelpers":{"{{registry.Domain}}":"test"} }""");
        Program("docker-credential-test", $$"""
            #!/bin/sh
            read -r server
            [ "$1 $server" = "get {{registry.Domain}}" ] && printf '{"Username":"{{TestRegistry.User}}","Secret":"{{TestRegistry.Password}}"}'
            """);
        Assert.Equal(image.Id, Images().Pull(image.Name, static _ => { }).Image.Id);
    }

    [Fact]
    public void Podman_pulls_and_names_what_it_cannot_pull()
    {
        using var registry = new TestRegistry();
        using var image = Pushed(registry, "a:1");
        using var podman = new PodmanService(registry);
        var pulled = Images(podman.Endpoint).Pull(image.Name, static _ => { });
        Assert.Equal((image.Id, null), (pulled.Image.Id, pulled.Before));

        // The same bits by the same digest, whichever daemon has them.
        Assert.Equal(Images().Pull(image.Name, static _ => { }).Image.Digest, pulled.Image.Digest);
        Assert.Equal(image.Id, Images(podman.Endpoint).Resolve($"{registry.Domain}/a@{pulled.Image.Digest}").Id);
        Assert.Equal("MB2225", Refused(() => Images(podman.Endpoint).Pull($"{registry.Domain}/a:2", static _ => { })).Code);
    }

    [Fact]
    public void Podman_shows_a_registry_the_password()
    {
        using var registry = new TestRegistry(password: true);
        using var podman = new PodmanService(registry);
        Login(registry.Domain, TestRegistry.Password);
        using var image = Pushed(registry, "a:1");
        Assert.Equal(image.Id, Images(podman.Endpoint).Pull(image.Name, static _ => { }).Image.Id);
        File.Delete(_home[".docker/config.json"]);
        Assert.Equal("MB2224", Refused(() => Images(podman.Endpoint).Pull(image.Name, static _ => { })).Code);
    }

    [Fact]
    public void An_image_that_was_built_anew_is_taken_over_when_asked_to()
    {
        using var old = TestImage.Of(_daemon, "echo");
        _ = Images().Resolve(old.Name);
        using var next = TestImage.Of(_daemon, "echo", old.Name);
        Assert.Equal(old.Id, Images().Resolve(old.Name).Id);
        var adopted = Images().Adopt(old.Name);
        Assert.Equal((next.Id, old.Id), (adopted.Image.Id, adopted.Before));
        Assert.Equal(next.Id, Images().Resolve(old.Name).Id);
    }

    [Fact]
    public void An_id_cannot_be_pulled() =>
        Assert.Equal("MB2220", Refused(() => Images().Pull($"sha256:{new string('0', 64)}", static _ => { })).Code);

    private static Refusal Refused(Action action) => Assert.Throws<SandboxException>(action).Refusal;

    private DaemonImages Images(DockerEndpoint? daemon = null) => DaemonImages.Open(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOCKER_HOST"] = (daemon ?? _daemon).Address.ToString()!,
            ["XDG_STATE_HOME"] = _home["state"],
            ["PATH"] = $"{_home["bin"]}:/usr/bin:/bin",
        },
        _home.Path,
        TimeProvider.System);

    /// <summary>An image that the registry has; the daemon has it as well.</summary>
    private TestImage Pushed(TestRegistry registry, string name)
    {
        var image = TestImage.Of(_daemon, "echo", $"{registry.Domain}/{name}");
        Command.Run("docker", "--config", _home[".docker"], "-H", _daemon.Address.ToString()!, "push", image.Name);
        return image;
    }

    private void Login(string domain, string password)
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestRegistry.User}:{password}"));
        _home.Write(".docker/config.json", $$$"""{"auths":{"{{{domain}}}":{"auth":"{{{auth}}}"} } }""");
    }

    private void Program(string name, string text)
    {
        File.SetUnixFileMode(_home.Write($"bin/{name}", text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
