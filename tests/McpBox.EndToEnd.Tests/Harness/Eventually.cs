using System.Diagnostics;

namespace McpBox.EndToEnd.Tests.Harness;

/// <summary>Waits for what no event tells, such as a foreign process's end. The time-out is generous; nothing waits for it when all is well.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            Assert.True(clock.Elapsed < Timeout, otherwise);
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until a growing number has stood still for a second: the one way to see that somebody is blocked.</summary>
    public static async Task<long> StandsStillAsync(Func<long> number)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var last = -1L;
        while (last != number())
        {
            last = number();
            await timer.WaitForNextTickAsync();
        }

        return last;
    }
}
