using MtlsAspire.Clients.Load;

namespace MtlsAspire.Clients.Tests.Load;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.50, 500)]
    [InlineData(0.95, 950)]
    [InlineData(0.99, 990)]
    [InlineData(1.00, 1000)]
    public void Percentiles_are_right_to_two_percent(double share, double milliseconds)
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++) histogram.Add(TimeSpan.FromMilliseconds(i));

        Assert.InRange(histogram.Percentile(share).TotalMilliseconds, milliseconds, milliseconds * 1.021);
    }

    [Fact]
    public void Nothing_has_no_latency_and_the_extremes_are_kept()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));

        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromHours(1));

        Assert.Equal(2, histogram.Count);
        Assert.True(histogram.Percentile(0.5) < TimeSpan.FromMilliseconds(0.01));
        Assert.True(histogram.Percentile(1) > TimeSpan.FromMinutes(1));
        histogram.Clear();
        Assert.Equal(0, histogram.Count);
    }
}
