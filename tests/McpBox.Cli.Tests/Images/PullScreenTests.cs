using McpBox.Cli.Images;
using McpBox.Engines.Docker.Images.Pulling;

namespace McpBox.Cli.Tests.Images;

public sealed class PullScreenTests
{
    [Fact]
    public void Elsewhere_than_on_a_terminal_each_change_of_state_is_a_line()
    {
        Assert.Equal(
            "  aa: Downloading\n  bb: Waiting\n  aa: Extracting\n  Digest: sha256:1\n",
            Shown(
                live: false,
                new PullStep("aa", "Downloading", 1, 100),
                new PullStep("bb", "Waiting", 0, 0),
                new PullStep("aa", "Downloading", 50, 100),
                new PullStep("aa", "Extracting", 1, 100),
                new PullStep("", "Digest: sha256:1", 0, 0)));
    }

    [Fact]
    public void On_a_terminal_a_layer_keeps_its_line()
    {
        Assert.Equal(
            "  aa: Downloading 1.0 of 2.0 MiB\n  bb: Waiting\n\u001b[2A\r\u001b[2K  aa: Downloading 2.0 of 2.0 MiB\u001b[2B\r  Digest: sha256:1\n",
            Shown(
                live: true,
                new PullStep("aa", "Downloading", 1 << 20, 2 << 20),
                new PullStep("bb", "Waiting", 0, 0),
                new PullStep("aa", "Downloading", 2 << 20, 2 << 20),
                new PullStep("", "Digest: sha256:1", 0, 0)));
    }

    [Fact]
    public void An_image_of_a_hundred_layers_does_not_scroll_the_window_away() =>
        Assert.InRange(Shown(live: true, [.. Enumerable.Range(0, 100).Select(i => new PullStep($"l{i}", "Waiting", 0, 0))]).Split('\n').Length, 2, 24);

    [Fact]
    public void A_daemon_cannot_command_the_terminal() =>
        Assert.DoesNotContain('\u001b', Shown(live: false, new PullStep("a\u001b[2J", "b\u001b[2J", 0, 0)));

    private static string Shown(bool live, params PullStep[] steps)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var screen = new PullScreen(error, live);
        foreach (var step in steps)
            screen.Show(step);
        return error.ToString();
    }
}
