using McpBox.Journal.Reviewing;

namespace McpBox.Journal.Tests.Reviewing;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue / 200)]
    public void Quantiles_are_right_within_one_percent(long step)
    {
        var (all, half) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 1; i <= 100; i++)
            (i % 2 == 0 ? all : half).Add(i * step);
        all.Add(half);
        foreach (var part in new[] { 0.01, 0.5, 0.95, 0.99, 1 })
            Assert.InRange(all.Quantile(part), part * 100 * step * 0.99, part * 100 * step * 1.01);
    }

    [Fact]
    public void Of_nothing_there_is_none() => Assert.Equal(-1, new LatencyHistogram().Quantile(0.5));

    [Fact]
    public void Any_latency_has_a_class()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(0);
        histogram.Add(long.MaxValue);
        Assert.Equal((0, long.MaxValue), (histogram.Quantile(0.5), histogram.Longest));
    }
}
