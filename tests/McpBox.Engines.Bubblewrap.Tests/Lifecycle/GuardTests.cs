using McpBox.Engines.Bubblewrap.Running;
using McpBox.Posix.Spawning;
using Microsoft.Win32.SafeHandles;

namespace McpBox.Engines.Bubblewrap.Tests.Lifecycle;

/// <summary>The guard kills what bwrap left when nobody is there to do it.</summary>
public sealed class GuardTests
{
    [Fact]
    public void The_guard_kills_the_child_that_bwrap_named()
    {
        using var info = Pipe.Open();
        using var channel = Pipe.Open();
        using var sleeper = Sleep(File.OpenHandle("/dev/null"));
        using var guard = Guard.Start(info, channel.Reader, 3);
        Descriptors.WriteAll(info.Writer, System.Text.Encoding.ASCII.GetBytes($"{{\n    \"child-pid\": {sleeper.Id},\n    \"pid-namespace\": 1\n}}\n"));
        info.Writer.Dispose();
        Assert.Equal(9, sleeper.Wait()!.Signal);
    }

    [Fact]
    public void The_guard_knows_a_child_without_a_name_by_the_channel_that_it_has_open()
    {
        using var info = Pipe.Open();
        using var channel = Pipe.Open();
        using var earlier = Sleep(channel.Reader);
        using var guard = Guard.Start(info, channel.Reader, 3);
        using var sleeper = Sleep(channel.Reader);
        info.Writer.Dispose();
        Assert.Equal(9, earlier.Wait()!.Signal);
        Assert.Equal(9, sleeper.Wait()!.Signal);
    }

    [Fact]
    public void A_guard_that_is_released_kills_nobody()
    {
        using var info = Pipe.Open();
        using var channel = Pipe.Open();
        using var sleeper = Sleep(channel.Reader);
        Guard.Start(info, channel.Reader, 3).Dispose();
        sleeper.Kill();
        Assert.Equal(9, sleeper.Wait()!.Signal);
        Assert.Null(ProcessDescriptor.Reap(sleeper.Id));
    }

    private static ChildProcess Sleep(SafeFileHandle channel)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return ChildProcess.Start("/usr/bin/sleep", ["sleep", "1000"], [], [nothing, nothing, nothing, channel]);
    }
}
