namespace McpBox.Export;

/// <summary>Where calls go, one after the other: a file in some format, or a receiver. Owned by one thread; holds a bounded number of calls.</summary>
public interface ICallSink : IDisposable
{
    /// <summary>Calls that the other side took and then said it does not keep; 0 for files.</summary>
    long Rejected { get; }

    /// <summary>What the other side said about the rejected ones, if anything; a stranger's text.</summary>
    string? Rejection { get; }

    /// <summary>Takes a call. It may wait in a batch until later ones come, or until <see cref="Complete"/>.</summary>
    /// <exception cref="ExportException">It could not be delivered; nothing more can be.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Add(ExportedCall call);

    /// <summary>Hands over what still waits and stays usable.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    void Flush();

    /// <summary>Hands over what still waits and ends the document or the connection in order. Without it the end is missing, and that shows.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    void Complete();
}
