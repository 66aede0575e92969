namespace MtlsAspire.Tests.Support;

/// <summary>One measurement of a metric with its attributes.</summary>
public sealed record CollectedMeasurement(string Instrument, double Value, IReadOnlyDictionary<string, string?> Tags)
{
    /// <summary>An attribute's value; <c>null</c> if it has none.</summary>
    public string? this[string tag] => Tags.GetValueOrDefault(tag);
}
