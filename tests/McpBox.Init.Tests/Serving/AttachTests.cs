using McpBox.Init.Tests.Hosting;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests.Serving;

/// <summary>Where there is no channel beside the streams.</summary>
public sealed class AttachTests
{
    [Fact]
    public void The_streams_are_the_servers_from_the_byte_after_go()
    {
        using var init = BoxedInit.WithLease();

        // All at once: the init must not take a byte of what follows.
        using var first = new MemoryStream();
        InitCodec.Write(first, BoxedInit.Shell("cat; echo last >&2; exit 3"));
        first.WriteByte(InitProtocol.Go);
        first.Write("the server's\n"u8);
        init.Input.Write(first.ToArray());
        init.Input.Dispose();

        Assert.NotEmpty(InitCodec.ReadReport(init.Output).Observations);
        Assert.Equal("the server's\n", BoxedInit.TextOf(init.Output));
        Assert.Equal("last\n", BoxedInit.TextOf(init.Error));
        Assert.Equal(3, init.Wait());
    }

    [Fact]
    public void A_server_that_cannot_be_executed_is_told_on_stderr()
    {
        using var init = Go(BoxedInit.Order("no-such-program"));
        Assert.Equal("mcpbox-init: cannot execute no-such-program: No such file or directory\n", BoxedInit.TextOf(init.Error));
        Assert.Equal(127, init.Wait());
    }

    [Theory]
    [InlineData("kill -KILL $(cat /tmp/holder)")]
    [InlineData("kill -KILL $(cat /tmp/lease)")]
    public void The_end_of_the_lease_ends_everything(string end)
    {
        using var init = Go(BoxedInit.Shell($"echo ready; {end}; trap '' TERM; while :; do sleep 1000; done"));
        Assert.Equal("ready\n", BoxedInit.TextOf(init.Output));
        Assert.Equal(125, init.Wait());
    }

    [Fact]
    public void A_server_that_takes_descriptors_and_lease_away_from_its_init_ends()
    {
        using var init = Go(BoxedInit.Shell("echo ready; prlimit --pid 1 --nofile=0:0; kill -USR1 1; kill -KILL $(cat /tmp/lease); while :; do sleep 1000; done"));
        Assert.Equal("ready\n", BoxedInit.TextOf(init.Output));
        Assert.Equal(125, init.Wait());
    }

    [Fact]
    public void Without_a_lease_no_server_is_started()
    {
        using var init = Go(BoxedInit.Shell("echo started"), BoxedInit.WithStreams(null, "attach"));
        Assert.Equal("", BoxedInit.TextOf(init.Output));
        Assert.Equal("mcpbox-init: no lease is held, and nothing would tell of the end of mcpbox\n", BoxedInit.TextOf(init.Error));
        Assert.Equal(125, init.Wait());
    }

    [Theory]
    [InlineData("")]
    [InlineData("descriptors 3")]
    [InlineData("descriptors a b c d e")]
    [InlineData("elsewhere")]
    public void Words_that_mean_nothing_are_answered_with_those_that_do(string arguments)
    {
        using var init = BoxedInit.WithStreams(null, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("mcpbox-init: ", BoxedInit.TextOf(init.Error), StringComparison.Ordinal);
        Assert.Equal(125, init.Wait());
    }

    private static BoxedInit Go(InitOrder order, BoxedInit? started = null)
    {
        var init = started ?? BoxedInit.WithLease();
        InitCodec.Write(init.Input, order);
        _ = InitCodec.ReadReport(init.Output);
        init.Input.WriteByte(InitProtocol.Go);
        return init;
    }
}
