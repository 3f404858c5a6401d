using McpBox.Posix.Processes;
using McpBox.Posix.Spawning;

namespace McpBox.Engines.Docker.Tests.Running;

/// <summary>When the owner of a session counts as gone.</summary>
public sealed class OwnerTests
{
    [Fact]
    public void An_owner_that_was_killed_and_that_nobody_waited_for_is_gone()
    {
        using var input = Pipe.Open();
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var process = ChildProcess.Start("/bin/cat", ["cat"], [], [input.Reader, nothing, nothing]);
        var owner = ProcessIdentity.Of(process.Id)!;
        Assert.True(owner.IsAlive());
        process.Kill();
        Assert.True(Hosting.Signal.IsRaised(process.Descriptor, 10_000));

        // It is there still, as a zombie.
        Assert.True(Directory.Exists($"/proc/{process.Id}"));
        Assert.False(owner.IsAlive());
        Assert.Null(ProcessIdentity.Of(process.Id));
        _ = process.Wait();
    }
}
