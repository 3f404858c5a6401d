using McpBox.Init.Tests.Hosting;
using McpBox.Sandbox.Init;

namespace McpBox.Init.Tests.Serving;

/// <summary>FIFOs in a folder, which is empty again before the server is started.</summary>
public sealed class FifosTests
{
    [Fact]
    public void A_server_is_served_over_fifos_that_are_gone_by_then()
    {
        using var fifos = new Fifos();
        using var control = fifos.OpenControl();
        using var report = fifos.OpenToRead(InitProtocol.ReportFifo);
        using var output = fifos.OpenToRead(InitProtocol.OutputFifo);
        using var error = fifos.OpenToRead(InitProtocol.ErrorFifo);
        using var init = BoxedInit.WithStreams(fifos.Folder, "fifos", "/box");
        var channel = new InitChannel(control, report);
        Assert.NotEmpty(channel.Ask(BoxedInit.Shell("ls /box; cat; echo err >&2; exit 4")).Observations);
        using (var input = fifos.OpenToWrite(InitProtocol.InputFifo))
        {
            fifos.Unlink();
            channel.Go();
            input.Write("hello\n"u8);
        }

        Assert.Equal("hello\n", BoxedInit.TextOf(output));
        Assert.Equal("err\n", BoxedInit.TextOf(error));
        Assert.Equal(new InitEvent.Started(), channel.NextEvent());
        Assert.Equal(4, Assert.IsType<InitEvent.Exited>(channel.NextEvent()).Code);
        Assert.Equal(4, init.Wait());
    }

    [Fact]
    public void The_end_of_the_control_fifo_ends_everything()
    {
        using var fifos = new Fifos();
        using var report = fifos.OpenToRead(InitProtocol.ReportFifo);
        using var output = fifos.OpenToRead(InitProtocol.OutputFifo);
        using var error = fifos.OpenToRead(InitProtocol.ErrorFifo);
        using var control = fifos.OpenControl();
        using var init = BoxedInit.WithStreams(fifos.Folder, "fifos", "/box");
        var channel = new InitChannel(control, report);
        _ = channel.Ask(BoxedInit.Shell("trap '' TERM HUP; echo ready; while :; do sleep 1000; done"));
        using var input = fifos.OpenToWrite(InitProtocol.InputFifo);
        channel.Go();
        Assert.Equal('r', output.ReadByte());
        control.Dispose();
        Assert.Equal("eady\n", BoxedInit.TextOf(output));
        Assert.Equal(125, init.Wait());
    }

    [Fact]
    public void A_fifo_that_nobody_reads_is_not_waited_for()
    {
        using var fifos = new Fifos();
        using var control = fifos.OpenControl();
        using var init = BoxedInit.WithStreams(fifos.Folder, "fifos", "/box");
        InitCodec.Write(control, BoxedInit.Shell("exit 0"));
        Assert.Contains("cannot open /box/report: No such device or address", BoxedInit.TextOf(init.Error), StringComparison.Ordinal);
        Assert.Equal(125, init.Wait());
    }
}
