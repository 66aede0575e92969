using System.Globalization;

namespace MtlsAspire.BoxLoad;

/// <summary>How long each of many requests took.</summary>
internal sealed class Latencies
{
    private readonly TimeSpan[] _sorted;
    private readonly TimeSpan _elapsed;

    /// <param name="all">All of them.</param>
    /// <param name="elapsed">How long they took together.</param>
    public Latencies(TimeSpan[] all, TimeSpan elapsed)
    {
        _sorted = all;
        _elapsed = elapsed;
        Array.Sort(_sorted);
    }

    /// <summary>A row of a Markdown table: rate, and latency in milliseconds.</summary>
    public string Row(string label, string operation) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {label} | {operation} | {_sorted.Length / _elapsed.TotalSeconds:0} | {Percentile(50):0.0} | {Percentile(95):0.0} | {Percentile(99):0.0} |");

    // The smallest value that so many percent do not exceed (nearest rank).
    private double Percentile(int percent) => _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * percent / 100.0) - 1)].TotalMilliseconds;
}
