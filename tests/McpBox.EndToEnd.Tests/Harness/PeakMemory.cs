namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Looks at a process's peak every few milliseconds: the kernel forgets it at the end of the process.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(10));
    private readonly int _pid;
    private readonly Task _looking;
    private long _bytes;

    public PeakMemory(int pid)
    {
        _pid = pid;
        _looking = LookAsync();
    }

    public long Bytes
    {
        get
        {
            Look();
            return Interlocked.Read(ref _bytes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _looking;
    }

    private async Task LookAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            Look();
    }

    private void Look() => Interlocked.Exchange(ref _bytes, Math.Max(Interlocked.Read(ref _bytes), ProcessTable.PeakMemory(_pid)));
}
