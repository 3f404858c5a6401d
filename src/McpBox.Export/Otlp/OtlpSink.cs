namespace McpBox.Export.Otlp;

/// <summary>Each call as a span and as a log record, in batches.</summary>
internal sealed class OtlpSink(IOtlpTarget target, string version) : ICallSink
{
    private readonly OtlpBatch _spans = new(logs: false, version);
    private readonly OtlpBatch _logs = new(logs: true, version);

    public long Rejected => target.Rejected;

    public string? Rejection => target.Rejection;

    public void Add(ExportedCall call)
    {
        if (!_spans.Takes(call) || !_logs.Takes(call))
            Send();
        _spans.Add(call);
        _logs.Add(call);
    }

    public void Flush()
    {
        Send();
        target.Flush();
    }

    public void Complete() => Flush();

    public void Dispose() => target.Dispose();

    private void Send()
    {
        if (_spans.Count == 0)
            return;
        target.Send("v1/traces", _spans.Take());
        target.Send("v1/logs", _logs.Take());
    }
}
