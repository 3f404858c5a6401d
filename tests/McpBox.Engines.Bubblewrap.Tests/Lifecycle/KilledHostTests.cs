using McpBox.Engines.Bubblewrap.Running;
using McpBox.Engines.Bubblewrap.Tests.Hosting;

namespace McpBox.Engines.Bubblewrap.Tests.Lifecycle;

/// <summary>Nothing outlives a mcpbox that was killed with SIGKILL, whenever that happens.</summary>
public sealed class KilledHostTests
{
    [Fact]
    public void Nothing_survives_the_kill_of_a_running_host()
    {
        var word = Survivors.Word();
        using var host = Run.StartHost(["--session", word], ["/bin/sh", "-c", ExitTests.Stubborn(word)]);
        Assert.Equal("ready", host.StandardOutput.ReadLine());
        Assert.NotEmpty(Survivors.Of(word));
        host.Kill();
        host.WaitForExit();
        Survivors.AwaitEnd(word);
        Assert.Empty(Survivors.Of(word));
    }

    /// <summary>The host kills itself at a step of the start; the server would ignore the end of its streams.</summary>
    [Theory]
    [InlineData(nameof(LaunchStep.Spawned))]
    [InlineData(nameof(LaunchStep.Namespaced))]
    [InlineData(nameof(LaunchStep.Released))]
    [InlineData(nameof(LaunchStep.Ordered))]
    [InlineData(nameof(LaunchStep.Examined))]
    [InlineData(nameof(LaunchStep.Served))]
    public void Nothing_survives_a_host_that_dies_while_it_starts_a_sandbox(string step)
    {
        for (var i = 0; i < 5; i++)
        {
            var word = Survivors.Word();
            using var host = Run.StartHost(["--session", word, "--die-at", step], ["/bin/sh", "-c", ExitTests.Stubborn(word)]);
            host.WaitForExit();
            Assert.Equal(137, host.ExitCode);
            Survivors.AwaitEnd(word);
            Assert.Empty(Survivors.Of(word));
        }
    }
}
