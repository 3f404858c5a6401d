using System.Buffers.Binary;

namespace McpBox.Engines.Docker.Api.Streams;

/// <summary>
/// Takes an attach stream apart: frames of an 8-byte header {stream, 0, 0, 0, length as 32 bits big-endian} and its payload (Engine API,
/// "ContainerAttach"). Keeps no payload, whatever length a header announces: it hands out slices of what was read.
/// </summary>
internal sealed class StreamDemultiplexer
{
    private const int HeaderSize = 8;

    private readonly byte[] _header = new byte[HeaderSize];
    private int _headerLength;
    private uint _left;

    /// <summary>False while a frame is announced or begun and not whole: a stream that ends then was cut off.</summary>
    public bool IsBetweenFrames => _headerLength == 0;

    /// <summary>Takes the next piece off the front of <paramref name="input"/>; call it until it says false.</summary>
    /// <param name="payload">A slice of <paramref name="input"/>, not empty, perhaps a part of a frame.</param>
    /// <returns>False when all of <paramref name="input"/> is consumed.</returns>
    /// <exception cref="InvalidDataException">The header names no stream of a container, or has other bytes where zeros belong.</exception>
    public bool TryTake(ref ReadOnlySpan<byte> input, out ContainerOutput output, out ReadOnlySpan<byte> payload)
    {
        while (_left == 0)
        {
            if (!TryTakeHeader(ref input))
            {
                output = default;
                payload = default;
                return false;
            }
        }

        output = (ContainerOutput)_header[0];
        payload = input[..(int)Math.Min(_left, (uint)input.Length)];
        input = input[payload.Length..];
        _left -= (uint)payload.Length;
        if (_left == 0)
            _headerLength = 0;
        return !payload.IsEmpty;
    }

    /// <returns>False when the input ends before the header does. A frame without payload counts as taken.</returns>
    private bool TryTakeHeader(ref ReadOnlySpan<byte> input)
    {
        var count = Math.Min(HeaderSize - _headerLength, input.Length);
        input[..count].CopyTo(_header.AsSpan(_headerLength));
        input = input[count..];
        _headerLength += count;
        if (_headerLength < HeaderSize)
            return false;
        if (_header is not [(byte)ContainerOutput.Stdout or (byte)ContainerOutput.Stderr, 0, 0, 0, ..])
            throw new InvalidDataException($"no header of a container's stream: {Convert.ToHexString(_header)}");
        _left = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        if (_left == 0)
            _headerLength = 0;
        return true;
    }
}
