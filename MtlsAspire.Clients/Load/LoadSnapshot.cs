namespace MtlsAspire.Clients.Load;

/// <summary>What has been measured over some time.</summary>
/// <param name="Elapsed">The time.</param>
/// <param name="Requests">How many requests were answered well.</param>
/// <param name="Handshakes">How many TLS handshakes there were, good or bad.</param>
/// <param name="P50">Half of the requests took no longer.</param>
/// <param name="P95">95% of the requests took no longer.</param>
/// <param name="P99">99% of the requests took no longer.</param>
/// <param name="Failures">How many failed, by reason.</param>
internal sealed record LoadSnapshot(
    TimeSpan Elapsed, long Requests, long Handshakes, TimeSpan P50, TimeSpan P95, TimeSpan P99, IReadOnlyDictionary<string, long> Failures)
{
    public double RequestsPerSecond => Requests / Math.Max(Elapsed.TotalSeconds, 0.001);

    public double HandshakesPerSecond => Handshakes / Math.Max(Elapsed.TotalSeconds, 0.001);

    public long Failed => Failures.Values.Sum();

    public string FailuresText => Failures.Count == 0 ? "none" : string.Join(", ", Failures.OrderByDescending(failure => failure.Value).Select(failure => $"{failure.Value} {failure.Key}"));
}
