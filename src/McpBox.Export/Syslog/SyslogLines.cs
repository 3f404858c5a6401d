namespace McpBox.Export.Syslog;

/// <summary>Messages in a file, one a line. No message has a line feed in it.</summary>
internal sealed class SyslogLines(Stream output) : ICallSink
{
    private readonly BufferedStream _output = new(output, 64 * 1024);
    private readonly SyslogMessage _message = new();

    public long Rejected => 0;

    public string? Rejection => null;

    public void Add(ExportedCall call)
    {
        _output.Write(_message.Of(call));
        _output.WriteByte((byte)'\n');
    }

    public void Flush() => _output.Flush();

    public void Complete() => _output.Flush();

    // The stream is its owner's.
    public void Dispose()
    {
    }
}
