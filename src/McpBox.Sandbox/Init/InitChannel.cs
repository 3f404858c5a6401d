namespace McpBox.Sandbox.Init;

/// <summary>mcpbox's side of <see cref="InitProtocol"/>, in the order in which it is spoken. Does not own its streams.</summary>
/// <param name="control">To the init. Its end ends everything inside.</param>
/// <param name="report">From the init.</param>
public sealed class InitChannel(Stream control, Stream report)
{
    /// <summary>Gives the order.</summary>
    /// <exception cref="IOException">The init ended, or does not read in the stream's time.</exception>
    public void Order(InitOrder order) => InitCodec.Write(control, order);

    /// <summary>Waits for what the init saw.</summary>
    /// <exception cref="IOException">The init ended, does not answer in the stream's time, or says what is no report.</exception>
    public InitReport ReadReport() => InitCodec.ReadReport(report);

    /// <summary>Gives the order and waits for what the init saw.</summary>
    /// <exception cref="IOException">As <see cref="Order"/> and <see cref="ReadReport"/>.</exception>
    public InitReport Ask(InitOrder order)
    {
        Order(order);
        return ReadReport();
    }

    /// <summary>Lets the server start.</summary>
    /// <exception cref="IOException">The init has ended.</exception>
    public void Go() => Say(InitProtocol.Go);

    /// <summary>Has SIGTERM sent to the server.</summary>
    /// <exception cref="IOException">The init has ended.</exception>
    public void Terminate() => Say(InitProtocol.Terminate);

    /// <summary>Waits for the next event; null when the init ended without one.</summary>
    /// <exception cref="InitProtocolException">The channel holds something else.</exception>
    public InitEvent? NextEvent() => InitCodec.ReadEvent(report);

    private void Say(byte command)
    {
        control.WriteByte(command);
        control.Flush();
    }
}
