namespace MtlsAspire.Clients.Load;

/// <summary>Counts latencies in buckets that grow by 2%, from one microsecond to some minutes; for one writer at a time.</summary>
internal sealed class LatencyHistogram
{
    private const double Growth = 1.02;
    private const int Buckets = 1024;

    private static readonly double LogGrowth = Math.Log(Growth);

    private readonly long[] _counts = new long[Buckets];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan latency)
    {
        var bucket = (int)(Math.Log(Math.Max(latency.TotalMicroseconds, 1)) / LogGrowth);
        _counts[Math.Min(bucket, Buckets - 1)]++;
        Count++;
    }

    /// <summary>The latency that a share of all does not exceed, to 2%; zero where there is none.</summary>
    /// <param name="share">The share, as 0.99.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        long seen = 0;
        for (var bucket = 0; bucket < Buckets && Count > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return TimeSpan.FromMicroseconds(Math.Pow(Growth, bucket + 1));
        }

        return TimeSpan.Zero;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }
}
