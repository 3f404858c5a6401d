using System.IO.Pipes;
using McpBox.Journal;

namespace McpBox.Relay.Tests;

public sealed class FrameBufferTests : IDisposable
{
    private const int Limit = 1024;

    private readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
    private readonly FrameBuffer _buffer = new(Limit);

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
    }

    [Theory]
    [InlineData(Limit, false)]
    [InlineData(Limit + 1, true)]
    public void A_carriage_return_does_not_count_even_when_its_line_feed_comes_later(int size, bool isOver)
    {
        Assert.False(Read(new string('x', size) + "\r", out _, out _));
        Assert.Equal(isOver, _buffer.IsOverLimit);
        Assert.True(Read("\n", out var length, out var end));
        Assert.Equal((size, FrameEnd.CrLf), (length, end));
    }

    [Fact]
    public void A_frame_that_is_longer_is_over_the_limit_at_once()
    {
        Assert.False(Read(new string('x', Limit + 1), out _, out _));
        Assert.True(_buffer.IsOverLimit);
    }

    private bool Read(string text, out int length, out FrameEnd end)
    {
        _writer.Write(System.Text.Encoding.ASCII.GetBytes(text));
        _buffer.Fill((int)_writer.ClientSafePipeHandle.DangerousGetHandle());
        var isWhole = _buffer.TryCut(atEnd: false, out var frame, out end);
        length = frame.Length;
        return isWhole;
    }
}
