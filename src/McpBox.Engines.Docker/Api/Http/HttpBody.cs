using System.Globalization;
using System.Text;

namespace McpBox.Engines.Docker.Api.Http;

/// <summary>The body of an answer, in whichever of the three ways its end is marked (RFC 9112, section 6.3).</summary>
internal sealed class HttpBody
{
    private const int LongestChunkLine = 1024;

    private readonly LineReader _reader;
    private readonly bool _chunked;
    private readonly bool _untilClose;
    private long _left;
    private bool _ended;
    private bool _firstChunk = true;

    private HttpBody(LineReader reader, bool chunked, long? length)
    {
        _reader = reader;
        _chunked = chunked;
        _untilClose = !chunked && length is null;
        _left = length ?? 0;
        _ended = length == 0;
    }

    /// <exception cref="InvalidDataException">The head marks the end in a way that is not known.</exception>
    public static HttpBody Of(HttpHead head, LineReader reader)
    {
        if (head.Status is 204 or 304)
            return new HttpBody(reader, chunked: false, 0);
        if (head["Transfer-Encoding"] is { } coding)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? new HttpBody(reader, chunked: true, null)
                : throw new InvalidDataException($"the transfer coding \"{coding}\" is not known");
        }

        if (head["Content-Length"] is not { } text)
            return new HttpBody(reader, chunked: false, null);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new HttpBody(reader, chunked: false, length)
            : throw new InvalidDataException($"\"{text}\" is no length");
    }

    /// <summary>The next bytes; 0 at the end of the body.</summary>
    /// <exception cref="InvalidDataException">The connection ended before the body did, or a chunk is not written as one.</exception>
    public int Read(Span<byte> target)
    {
        if (_ended || target.IsEmpty)
            return 0;
        if (_untilClose)
            return _reader.Read(target);
        if (_chunked && _left == 0 && !NextChunk())
            return 0;
        var count = _reader.Read(target[..(int)Math.Min(target.Length, _left)]);
        if (count == 0)
            throw new InvalidDataException("the answer ends before its body does");
        _left -= count;
        _ended = !_chunked && _left == 0;
        return count;
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="limit"/> bytes, or broken.</exception>
    public byte[] ReadAll(int limit)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = Read(buffer)) > 0;)
        {
            if (whole.Length + count > limit)
                throw new InvalidDataException($"the answer is longer than {limit} bytes");
            whole.Write(buffer, 0, count);
        }

        return whole.ToArray();
    }

    private bool NextChunk()
    {
        if (!_firstChunk && _reader.ReadLine(LongestChunkLine).Length > 0)
            throw new InvalidDataException("a chunk of the answer does not end where it should");
        _firstChunk = false;
        var size = Encoding.Latin1.GetString(_reader.ReadLine(LongestChunkLine)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw new InvalidDataException($"\"{size}\" is no length of a chunk");
        _ended = _left == 0;
        return !_ended;
    }
}
