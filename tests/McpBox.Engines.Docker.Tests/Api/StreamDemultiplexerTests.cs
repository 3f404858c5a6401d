using System.Buffers.Binary;
using System.Text;
using McpBox.Engines.Docker.Api.Streams;

namespace McpBox.Engines.Docker.Tests.Api;

public sealed class StreamDemultiplexerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(1000)]
    public void Frames_come_apart_however_the_bytes_are_cut(int size)
    {
        byte[] stream = [.. Frame(1, "hello"), .. Frame(2, "oh"), .. Frame(1, ""), .. Frame(1, "world\n")];
        var demultiplexer = new StreamDemultiplexer();
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        foreach (var piece in stream.Chunk(size))
        {
            ReadOnlySpan<byte> input = piece;
            while (demultiplexer.TryTake(ref input, out var output, out var payload))
                (output == ContainerOutput.Stdout ? stdout : stderr).Append(Encoding.UTF8.GetString(payload));
            Assert.True(input.IsEmpty);
        }

        Assert.Equal(("helloworld\n", "oh", true), (stdout.ToString(), stderr.ToString(), demultiplexer.IsBetweenFrames));
    }

    [Theory]
    [InlineData("0000000000000001")] // stdin is nothing that a container writes.
    [InlineData("0300000000000001")]
    [InlineData("0100000100000001")]
    [InlineData("485454502F312E31")]
    public void A_header_of_no_stream_of_a_container_is_refused(string hex)
    {
        Assert.Throws<InvalidDataException>(() =>
        {
            ReadOnlySpan<byte> input = Convert.FromHexString(hex);
            new StreamDemultiplexer().TryTake(ref input, out _, out _);
        });
    }

    [Fact]
    public void A_length_of_four_gibibytes_takes_no_memory()
    {
        var demultiplexer = new StreamDemultiplexer();
        ReadOnlySpan<byte> input = [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, (byte)'a', (byte)'b'];
        Assert.True(demultiplexer.TryTake(ref input, out _, out var payload));
        Assert.Equal("ab"u8, payload);
        Assert.False(demultiplexer.TryTake(ref input, out _, out _));
        Assert.False(demultiplexer.IsBetweenFrames);
    }

    [Fact]
    public void A_stream_that_ends_in_a_header_was_cut_off()
    {
        var demultiplexer = new StreamDemultiplexer();
        ReadOnlySpan<byte> input = [1, 0, 0];
        Assert.False(demultiplexer.TryTake(ref input, out _, out _));
        Assert.False(demultiplexer.IsBetweenFrames);
    }

    private static byte[] Frame(byte stream, string text)
    {
        var frame = new byte[8 + text.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)text.Length);
        Encoding.UTF8.GetBytes(text, frame.AsSpan(8));
        return frame;
    }
}
