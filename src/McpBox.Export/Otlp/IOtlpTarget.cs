namespace McpBox.Export.Otlp;

/// <summary>Where requests go: a file, or a receiver.</summary>
internal interface IOtlpTarget : IDisposable
{
    /// <summary>Spans and log records that a receiver took and then rejected.</summary>
    long Rejected { get; }

    /// <summary>Its reason, a stranger's text.</summary>
    string? Rejection { get; }

    /// <param name="path">Below the receiver's address: <c>v1/traces</c> or <c>v1/logs</c>.</param>
    /// <param name="json">One request, on one line.</param>
    /// <exception cref="ExportException">It did not arrive.</exception>
    void Send(string path, ReadOnlyMemory<byte> json);

    void Flush();
}
