namespace McpBox.Export.Otlp;

/// <summary>Requests as JSON Lines, which the collector's file receiver reads (https://opentelemetry.io/docs/specs/otel/protocol/file-exporter).</summary>
internal sealed class OtlpLines(Stream output) : IOtlpTarget
{
    private readonly BufferedStream _output = new(output, 64 * 1024);

    public long Rejected => 0;

    public string? Rejection => null;

    public void Send(string path, ReadOnlyMemory<byte> json)
    {
        _output.Write(json.Span);
        _output.WriteByte((byte)'\n');
    }

    public void Flush() => _output.Flush();

    // The stream is its owner's.
    public void Dispose()
    {
    }
}
