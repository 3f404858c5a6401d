using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpBox.Sandbox.Init;

/// <summary>
/// The messages of <see cref="InitProtocol"/> as bytes. Both sides are of one release, so that anything unknown, missing or doubled is an
/// error. A read never takes a byte behind its message: over <c>attach</c> those are the server's.
/// </summary>
public static class InitCodec
{
    private const int LengthSize = 4;

    public static void Write(Stream stream, InitOrder order) => Send(stream, json => OrderJson.Write(json, order));

    public static void Write(Stream stream, InitReport report) => Send(stream, json => ReportJson.Write(json, report));

    public static void Write(Stream stream, InitEvent happened) => Send(stream, json => EventJson.Write(json, happened));

    /// <summary>Reads one order.</summary>
    /// <exception cref="InitProtocolException">The stream ended, or holds something else.</exception>
    public static InitOrder ReadOrder(Stream stream) => Parse(Receive(stream) ?? throw Ended(), OrderJson.Read);

    /// <summary>Reads one report.</summary>
    /// <exception cref="InitProtocolException">The stream ended, or holds something else.</exception>
    public static InitReport ReadReport(Stream stream) => Parse(Receive(stream) ?? throw Ended(), ReportJson.Read);

    /// <summary>Reads one event; null where the stream ends instead.</summary>
    /// <exception cref="InitProtocolException">The stream ended in the middle of one, or holds something else.</exception>
    public static InitEvent? ReadEvent(Stream stream) => Receive(stream) is { } message ? Parse(message, EventJson.Read) : null;

    private delegate T MessageParser<out T>(ref MessageReader reader);

    private static void Send(Stream stream, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(LengthSize), 0);
        buffer.Advance(LengthSize);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        var message = buffer.WrittenSpan.ToArray();
        var length = message.Length - LengthSize;
        if (length > InitProtocol.MaxMessage)
            throw new InitProtocolException($"a message of {length} bytes is longer than the {InitProtocol.MaxMessage} that the init reads");
        BinaryPrimitives.WriteInt32LittleEndian(message, length);
        stream.Write(message);
        stream.Flush();
    }

    private static byte[]? Receive(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[LengthSize];
        var count = stream.ReadAtLeast(prefix, LengthSize, throwOnEndOfStream: false);
        if (count == 0)
            return null;
        if (count < LengthSize)
            throw Ended();
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is < 0 or > InitProtocol.MaxMessage)
            throw new InitProtocolException($"a message announces {(uint)length} bytes; at most {InitProtocol.MaxMessage} are read");
        var message = new byte[length];
        return stream.ReadAtLeast(message, length, throwOnEndOfStream: false) == length ? message : throw Ended();
    }

    private static T Parse<T>(byte[] message, MessageParser<T> parse)
    {
        try
        {
            var reader = new MessageReader(message);
            var value = parse(ref reader);
            reader.End();
            return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The three ways in which Utf8JsonReader says: no JSON, not this type, not this range.
            throw new InitProtocolException($"a message cannot be read: {exception.Message}", exception);
        }
    }

    private static InitProtocolException Ended() => new("the channel ended in the middle of the talk");
}
