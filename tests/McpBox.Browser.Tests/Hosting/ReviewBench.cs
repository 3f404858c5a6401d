using McpBox.Review;

namespace McpBox.Browser.Tests.Hosting;

/// <summary>A journal folder of its own, and the real server on it, in this process.</summary>
internal sealed class ReviewBench : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpbox-view-").FullName;
    private readonly CancellationTokenSource _end = new();
    private ReviewServer? _server;
    private Task _serving = Task.CompletedTask;

    public string Root => Path.Combine(_folder, "journal");

    public string Folder => _folder;

    public ReviewServer Server => _server ?? Start();

    /// <summary>The address with its token; the same until it is used.</summary>
    public string Address(string? session = null) => Server.Address(session);

    /// <summary><c>http://127.0.0.1:PORT/</c></summary>
    public string Origin => Address()[..(Address().IndexOf('?', StringComparison.Ordinal))];

    public int Port => new Uri(Origin).Port;

    public RecordedSession Begin(string id, string server = "files", int minute = 0) => new(Root, id, server, minute);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _server?.Dispose();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ReviewServer Start()
    {
        _server = new ReviewServer(Root, TimeProvider.System);
        _serving = _server.ServeAsync(_end.Token);
        return _server;
    }
}
