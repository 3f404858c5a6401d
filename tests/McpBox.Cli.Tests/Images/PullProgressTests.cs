using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using McpBox.Cli.Images;
using McpBox.Engines.Docker.Images;
using McpBox.Engines.Docker.Tests.Hosting;

namespace McpBox.Cli.Tests.Images;

/// <summary>What a person sees of a pull: an image of two layers, from a real registry by a real daemon.</summary>
public sealed class PullProgressTests : IDisposable
{
    private const int LayerSize = 4 << 20;

    private readonly Scratch _scratch = new();
    private readonly TestRegistry _registry = new();
    private readonly string _host;
    private readonly string _reference;

    public PullProgressTests()
    {
        _host = Environment.GetEnvironmentVariable("MCPBOX_TEST_DOCKER") ?? "";
        Assert.False(_host.Length == 0, "MCPBOX_TEST_DOCKER is not set: run the tests by `make test`, which starts the daemons");
        _reference = $"{_registry.Domain}/progress:1";
        PushTwoLayers();
    }

    public void Dispose()
    {
        _ = Command.Try("docker", "-H", _host, "rmi", "-f", _reference);
        _registry.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void In_a_log_each_state_of_a_layer_is_one_line_and_the_digest_is_all_of_stdout()
    {
        var (error, output) = Pull(live: false);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", output);
        var digest = output.Trim();
        Assert.DoesNotContain('\u001b', error);
        Assert.DoesNotContain("MiB", error, StringComparison.Ordinal);
        var lines = error.TrimEnd('\n').Split('\n');
        Assert.StartsWith($"mcpbox: {_reference}: pulling to the daemon at {_host}", lines[0], StringComparison.Ordinal);
        Assert.Equal($"mcpbox: {_reference}: {digest}", lines[^1]);
        Assert.Contains($"  Digest: {digest}", lines);
        var states = lines.Select(static line => Regex.Match(line, "^  ([0-9a-f]{12}): (.+)$")).Where(static match => match.Success)
            .GroupBy(static match => match.Groups[1].Value, static match => match.Groups[2].Value).ToArray();
        Assert.Equal(2, states.Length);
        Assert.All(states, static layer =>
        {
            Assert.Equal("Pulling fs layer", layer.First());
            Assert.Equal("Pull complete", layer.Last());
            Assert.All(layer.Zip(layer.Skip(1)), static pair => Assert.NotEqual(pair.First, pair.Second));
        });
    }

    [Fact]
    public void On_a_terminal_each_layer_has_one_line_that_counts_its_bytes_and_ends_complete()
    {
        var (error, output) = Pull(live: true);
        Assert.Matches("\u001b\\[[12]A\r\u001b\\[2K  [0-9a-f]{12}: (Downloading|Extracting) \\d+\\.\\d of 4\\.0 MiB\u001b\\[[12]B\r", error);
        var lines = Window.Of(error).Lines;
        Assert.Equal(2, lines.Count(static line => Regex.IsMatch(line, "^  [0-9a-f]{12}: ")));
        Assert.Equal(2, lines.Count(static line => Regex.IsMatch(line, "^  [0-9a-f]{12}: Pull complete$")));
        Assert.StartsWith($"mcpbox: {_reference}: pulling", lines[0], StringComparison.Ordinal);
        Assert.Equal([$"mcpbox: {_reference}: {output.Trim()}", ""], lines.TakeLast(2));
    }

    private (string Error, string Output) Pull(bool live)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_HOST"] = _host };
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = new PullRun(() => DaemonImages.Open(environment, _scratch.Path, TimeProvider.System), new PullScreen(error, live), output).Run([_reference], local: false);
        Assert.True(code == ExitCodes.Ok, error.ToString());
        return (error.ToString(), output.ToString());
    }

    /// <summary>Bytes that no compression makes fewer, so that there is something to count. The daemon has none of it afterwards.</summary>
    private void PushTwoLayers()
    {
        WriteTar(_scratch["first.tar"]);
        Docker("import", "--change", "CMD [\"/none\"]", _scratch["first.tar"], _reference);
        var container = Docker("create", _reference);
        var first = Docker("inspect", "--format", "{{.Image}}", container);
        Docker("cp", Second(), $"{container}:/second");
        Docker("commit", container, _reference);
        Docker("rm", container);
        Docker("push", "--quiet", _reference);
        Docker("rmi", "-f", _reference);
        _ = Command.Try("docker", "-H", _host, "rmi", "-f", first);
    }

    private static void WriteTar(string path)
    {
        using var tar = new TarWriter(File.Create(path));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "first") { DataStream = new MemoryStream(RandomNumberGenerator.GetBytes(LayerSize)) });
    }

    private string Second()
    {
        File.WriteAllBytes(_scratch["second"], RandomNumberGenerator.GetBytes(LayerSize));
        return _scratch["second"];
    }

    private string Docker(params string[] arguments) => Command.Run("docker", ["-H", _host, .. arguments]);
}
