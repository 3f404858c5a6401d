using System.Text;
using McpBox.Packages.Building;

namespace McpBox.Packages.Tests.Hosting;

/// <summary>What a program in a build sandbox sends, and what it gets back: both whole, since a gateway reads before it writes.</summary>
internal sealed class InsideConnection(byte[] sent) : Stream
{
    private readonly MemoryStream _sent = new(sent);
    private readonly MemoryStream _received = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes of the answers as Latin-1.</summary>
    public static string Talk(IBuildGateway gateway, string sent)
    {
        var connection = new InsideConnection(Encoding.Latin1.GetBytes(sent));
        gateway.Serve(connection);
        return Encoding.Latin1.GetString(connection._received.ToArray());
    }

    /// <summary>One plain GET of a path with a query.</summary>
    public static string Get(IBuildGateway gateway, string target) => Talk(gateway, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    // A byte at a time, so that no reader lives on getting a head at once.
    public override int Read(Span<byte> buffer) => _sent.Read(buffer[..Math.Min(1, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => _received.Write(buffer, offset, count);

    public override void Flush()
    {
        // There is no buffer.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
