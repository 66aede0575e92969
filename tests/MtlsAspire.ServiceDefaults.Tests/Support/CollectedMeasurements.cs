using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace MtlsAspire.Tests.Support;

/// <summary>Keeps what one host's meters of a name measure.</summary>
public sealed class CollectedMeasurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<CollectedMeasurement> _all = new();

    public CollectedMeasurements(IMeterFactory host, string meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // A meter's scope is the factory of its host: other hosts of this process are not listened to.
            if (instrument.Meter.Name == meter && ReferenceEquals(instrument.Meter.Scope, host)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<CollectedMeasurement> All => [.. _all];

    public IEnumerable<CollectedMeasurement> Of(string instrument) => _all.Where(measurement => measurement.Instrument == instrument);

    /// <summary>Has the observable instruments measure now.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var copy = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, tag) in tags) copy[name] = Convert.ToString(tag, CultureInfo.InvariantCulture);
        _all.Enqueue(new CollectedMeasurement(instrument.Name, value, copy));
    }
}
