using System.Buffers;
using System.Text.Json;

namespace McpBox.Export.Formats;

/// <summary>JSON in steps: each is put together in memory, then written; characters outside ASCII are escaped, so that one object is one line.</summary>
internal sealed class JsonSteps(Stream output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly BufferedStream _output = new(output, 64 * 1024);
    private Utf8JsonWriter? _json;

    public void Raw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>One JSON value.</summary>
    public void Value(Action<Utf8JsonWriter> write)
    {
        _bytes.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_bytes);
        _json.Reset(_bytes);
        write(_json);
        _json.Flush();
        _output.Write(_bytes.WrittenSpan);
    }

    public void Flush() => _output.Flush();

    public void Dispose() => _json?.Dispose();
}
