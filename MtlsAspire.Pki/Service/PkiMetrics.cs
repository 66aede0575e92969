using System.Diagnostics.Metrics;
using MtlsAspire.Pki.Ocsp;

namespace MtlsAspire.Pki.Service;

/// <summary>What the service counts; the meter is <c>MtlsAspire.Pki</c>.</summary>
internal sealed class PkiMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MtlsAspire.Pki";

    private readonly Meter _meter;
    private readonly Counter<long> _ocspAnswers;

    /// <summary>Makes the instruments.</summary>
    public PkiMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _ocspAnswers = _meter.CreateCounter<long>("mtls.pki.ocsp.answers", "{answer}", "OCSP answers, by OCSPResponseStatus.");
    }

    /// <summary>Counts an OCSP answer.</summary>
    public void OcspAnswered(OcspResponseStatus status) =>
        _ocspAnswers.Add(1, new KeyValuePair<string, object?>("mtls.pki.ocsp.status", Name(status)));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static string Name(OcspResponseStatus status) => status switch
    {
        OcspResponseStatus.Successful => "successful",
        OcspResponseStatus.MalformedRequest => "malformed_request",
        OcspResponseStatus.TryLater => "try_later",
        OcspResponseStatus.Unauthorized => "unauthorized",
        _ => "internal_error",
    };
}
