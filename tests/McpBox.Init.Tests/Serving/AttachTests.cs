using McpBox.Init.Tests.Hosting;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests.Serving;

/// <summary>Where there is no channel beside the streams.</summary>
public sealed class AttachTests
{
    [Fact]
    public void The_streams_are_the_servers_from_the_byte_after_go()
    {
        using var init = BoxedInit.WithStreams(null, "attach");

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

    [Fact]
    public void The_end_of_the_leases_stdin_ends_everything()
    {
        using var init = Go(BoxedInit.Shell("/init lease </dev/null; trap '' TERM; while :; do sleep 1000; done"));
        Assert.Equal("l", BoxedInit.TextOf(init.Output));
        Assert.Equal(125, init.Wait());
    }

    [Fact]
    public void A_lease_that_is_killed_ends_everything()
    {
        using var init = Go(BoxedInit.Shell("mkfifo f; /init lease <>f >held & while ! [ -s held ]; do :; done; kill -KILL $!; while :; do sleep 1000; done"));
        Assert.Equal("", BoxedInit.TextOf(init.Output));
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

    private static BoxedInit Go(InitOrder order)
    {
        var init = BoxedInit.WithStreams(null, "attach");
        InitCodec.Write(init.Input, order);
        _ = InitCodec.ReadReport(init.Output);
        init.Input.WriteByte(InitProtocol.Go);
        return init;
    }
}
