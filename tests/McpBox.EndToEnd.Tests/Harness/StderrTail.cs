using System.Text;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Drains a program's stderr from the start and keeps the last 64 KiB.</summary>
internal sealed class StderrTail
{
    private const int Kept = 1 << 16;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public StderrTail(Stream stream) => Ended = DrainAsync(stream);

    public Task Ended { get; }

    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    private async Task DrainAsync(Stream stream)
    {
        var buffer = new byte[Kept];
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                _text.Append(Encoding.UTF8.GetString(buffer.AsSpan(0, read)));
                if (_text.Length > 2 * Kept)
                    _text.Remove(0, _text.Length - Kept);
            }
        }
    }
}
