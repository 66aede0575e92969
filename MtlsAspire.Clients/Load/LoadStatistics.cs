using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MtlsAspire.Clients.Load;

/// <summary>Measures a load, in all and since the last look. Handshakes are counted by the metric that mutual TLS has of them.</summary>
internal sealed class LoadStatistics : IDisposable
{
    private const string HandshakesMetric = "mtls.handshakes";

    private readonly Lock _lock = new();
    private readonly MeterListener _meters;
    private readonly Period _all = new();
    private readonly Period _recent = new();

    public LoadStatistics()
    {
        _meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == HandshakesMetric) listener.EnableMeasurementEvents(instrument);
            },
        };
        _meters.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (IsOurs(tags)) Record(period => period.Handshakes += count);
        });
        _meters.Start();
    }

    /// <summary>A request was answered well.</summary>
    public void Answered(TimeSpan latency) => Record(period => period.Latencies.Add(latency));

    /// <summary>A request failed.</summary>
    public void Failed(string reason) => Record(period => period.Failures[reason] = period.Failures.GetValueOrDefault(reason) + 1);

    /// <summary>All that has been measured.</summary>
    public LoadSnapshot All()
    {
        lock (_lock) return _all.Snapshot();
    }

    /// <summary>What has been measured since this was last asked.</summary>
    public LoadSnapshot Recent()
    {
        lock (_lock)
        {
            var snapshot = _recent.Snapshot();
            _recent.Clear();
            return snapshot;
        }
    }

    public void Dispose() => _meters.Dispose();

    // Those in which we are the client.
    private static bool IsOurs(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "mtls.peer") return value is "server";
        }

        return false;
    }

    private void Record(Action<Period> record)
    {
        lock (_lock)
        {
            record(_all);
            record(_recent);
        }
    }

    private sealed class Period
    {
        private long _started = Stopwatch.GetTimestamp();

        public LatencyHistogram Latencies { get; } = new();

        public Dictionary<string, long> Failures { get; } = new(StringComparer.Ordinal);

        public long Handshakes { get; set; }

        public LoadSnapshot Snapshot() => new(
            Stopwatch.GetElapsedTime(_started),
            Latencies.Count,
            Handshakes,
            Latencies.Percentile(0.50),
            Latencies.Percentile(0.95),
            Latencies.Percentile(0.99),
            new Dictionary<string, long>(Failures, StringComparer.Ordinal));

        public void Clear()
        {
            _started = Stopwatch.GetTimestamp();
            Latencies.Clear();
            Failures.Clear();
            Handshakes = 0;
        }
    }
}
