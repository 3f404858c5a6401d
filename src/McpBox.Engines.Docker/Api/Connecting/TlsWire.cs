namespace McpBox.Engines.Docker.Api.Connecting;

/// <summary>
/// The bytes below TLS. A reader has the turn at the TLS state except while it waits here for bytes: so the other thread, which says that
/// it has written all, comes in between. SslStream itself keeps a read and a write apart, but not a read and a shutdown.
/// </summary>
/// <param name="turn">Held by whoever is in the TLS state; the caller of <see cref="Read"/> holds it.</param>
internal sealed class TlsWire(Transport inner, Lock turn) : Transport
{
    private MemoryStream? _held;

    public override int Read(Span<byte> buffer)
    {
        turn.Exit();
        try
        {
            return inner.Read(buffer);
        }
        finally
        {
            turn.Enter();
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_held is not null)
            _held.Write(buffer);
        else
            inner.Write(buffer);
    }

    /// <summary>
    /// What an action wants to write, instead of writing it: a write may wait for a peer that waits for us to read, and must not have the
    /// turn meanwhile.
    /// </summary>
    public byte[] Hold(Action action)
    {
        using var held = new MemoryStream();
        _held = held;
        try
        {
            action();
            return held.ToArray();
        }
        finally
        {
            _held = null;
        }
    }

    public override void CloseWrite() => inner.CloseWrite();

    public override void Abort() => inner.Abort();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
