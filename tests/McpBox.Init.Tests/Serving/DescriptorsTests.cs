using McpBox.Init.Tests.Hosting;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests.Serving;

/// <summary>The life of a server under the init, with inherited descriptors.</summary>
public sealed class DescriptorsTests
{
    [Fact]
    public void A_server_has_its_streams_its_environment_and_its_folder_and_nothing_else()
    {
        var (init, channel, control) = Start(BoxedInit.Shell("cat; pwd; env; ls /proc/self/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status; exit 7"));
        using (init)
        {
            channel.Go();
            init.Input.Write("hello\n"u8);
            init.Input.Dispose();

            // 3 is the folder that ls reads; 32 and 33 are ignored by glibc's posix_spawn.
            Assert.Matches(
                @"^hello\n/tmp\nPATH=/nowhere:/usr/bin\nPWD=/tmp\n0\n1\n2\n3\nSigBlk:\t0{16}\nSigIgn:\t0000000[01][08]0000000\n$",
                BoxedInit.TextOf(init.Output));
            Assert.Equal(new InitEvent.Started(), channel.NextEvent());
            Assert.Equal(7, Assert.IsType<InitEvent.Exited>(channel.NextEvent()).Code);
            Assert.Null(channel.NextEvent());
            Assert.Equal(7, init.Wait());
        }

        control.Dispose();
    }

    [Fact]
    public void Without_go_there_is_no_server()
    {
        var (init, _, control) = Start(BoxedInit.Shell("echo started"));
        using (init)
        {
            control.Dispose();
            Assert.Equal("", BoxedInit.TextOf(init.Output));
            Assert.Equal(125, init.Wait());
        }
    }

    [Fact]
    public void The_end_of_the_control_channel_ends_everything()
    {
        var (init, channel, control) = Start(BoxedInit.Shell("trap '' TERM HUP INT; (setsid sleep 1000 &); echo ready; while :; do sleep 1000; done"));
        using (init)
        {
            channel.Go();
            Assert.Equal('r', init.Output.ReadByte());
            control.Dispose();

            // An end comes when the last process that could write has ended.
            Assert.Equal("eady\n", BoxedInit.TextOf(init.Output));
            Assert.Equal(125, init.Wait());
        }
    }

    [Fact]
    public void Terminate_reaches_the_server()
    {
        var (init, channel, control) = Start(BoxedInit.Shell("trap 'exit 5' TERM; echo ready; while :; do sleep 1000 & wait; done"));
        using (init)
        {
            channel.Go();
            Assert.Equal('r', init.Output.ReadByte());
            channel.Terminate();
            Assert.Equal(5, init.Wait());
        }

        control.Dispose();
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Signals_to_the_init_are_passed_on(string signal)
    {
        var (init, channel, control) = Start(BoxedInit.Shell($"trap 'exit 9' {signal}; kill -{signal} 1; while :; do sleep 1000 & wait; done"));
        using (init)
        {
            channel.Go();
            Assert.Equal(9, init.Wait());
        }

        control.Dispose();
    }

    [Fact]
    public void A_signal_that_ends_the_server_is_told()
    {
        var (init, channel, control) = Start(BoxedInit.Shell("kill -SEGV $$"));
        using (init)
        {
            channel.Go();
            Assert.Equal(new InitEvent.Started(), channel.NextEvent());
            Assert.Equal(11, Assert.IsType<InitEvent.Exited>(channel.NextEvent()).Signal);
            Assert.Equal(128 + 11, init.Wait());
        }

        control.Dispose();
    }

    [Theory]
    [InlineData("no-such-program", 2, 127)]
    [InlineData("/usr/no-such-program", 2, 127)]
    [InlineData("/usr/bin", 13, 126)]
    public void A_server_that_cannot_be_executed_is_told_with_its_errno(string program, int errno, int code)
    {
        var (init, channel, control) = Start(BoxedInit.Order(program));
        using (init)
        {
            channel.Go();
            var failed = Assert.IsType<InitEvent.Failed>(channel.NextEvent());
            Assert.Equal(errno, failed.Errno);
            Assert.StartsWith($"cannot execute {program}: ", failed.Message, StringComparison.Ordinal);
            Assert.Equal(code, init.Wait());
        }

        control.Dispose();
    }

    [Fact]
    public void A_folder_that_is_missing_is_told_as_that()
    {
        var (init, channel, control) = Start(BoxedInit.Shell("exit 0") with { WorkingDirectory = "/missing" });
        using (init)
        {
            channel.Go();
            Assert.Equal("cannot change to /missing: No such file or directory", Assert.IsType<InitEvent.Failed>(channel.NextEvent()).Message);
        }

        control.Dispose();
    }

    [Fact]
    public void What_is_no_order_ends_the_init()
    {
        var (init, _, control) = BoxedInit.WithDescriptors();
        using (init)
        {
            control.Write([4, 0, 0, 0, .. "none"u8]);
            Assert.Equal(125, init.Wait());
        }

        control.Dispose();
    }

    private static (BoxedInit Init, InitChannel Channel, IDisposable Control) Start(InitOrder order)
    {
        var (init, channel, control) = BoxedInit.WithDescriptors();
        Assert.NotEmpty(channel.Ask(order).Observations);
        return (init, channel, control);
    }
}
