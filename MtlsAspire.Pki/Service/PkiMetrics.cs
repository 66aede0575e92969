using System.Diagnostics.Metrics;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Service;

/// <summary>What the service measures; the meter is <c>MtlsAspire.Pki</c>. What the ledger knows is read from it, whoever did it.</summary>
internal sealed class PkiMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MtlsAspire.Pki";

    // A bound on the number of time series, should somebody issue to ten thousand names.
    private const int MostIdentities = 1000;

    private readonly PkiAuthority _authority;
    private readonly Publications _publications;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _ocspAnswers;
    private readonly Counter<long> _enrolments;

    /// <summary>Makes the instruments.</summary>
    public PkiMetrics(IMeterFactory factory, PkiAuthority authority, Publications publications, TimeProvider clock)
    {
        _authority = authority;
        _publications = publications;
        _clock = clock;
        _meter = factory.Create(MeterName);
        _ocspAnswers = _meter.CreateCounter<long>("mtls.pki.ocsp.answers", "{answer}", "OCSP answers, by OCSPResponseStatus.");
        _enrolments = _meter.CreateCounter<long>("mtls.pki.est.enrolments", "{enrolment}", "EST enrolments, by operation and outcome.");
        _meter.CreateObservableCounter("mtls.pki.certificates.issued", () => authority.Ledger.Count().Issued, "{certificate}", "Certificates in the ledger.");
        _meter.CreateObservableCounter("mtls.pki.certificates.revoked", () => authority.Ledger.Count().Revoked, "{certificate}", "Certificates in the ledger that are revoked.");
        _meter.CreateObservableGauge("mtls.pki.crl.age", CrlAges, "s", "Time since thisUpdate of a CA's revocation list.");
        _meter.CreateObservableGauge("mtls.pki.certificate.days_to_expiry", DaysToExpiry, "d", "Time until notAfter of an identity's latest certificate.");
    }

    /// <summary>Counts an OCSP answer.</summary>
    public void OcspAnswered(OcspResponseStatus status) =>
        _ocspAnswers.Add(1, new KeyValuePair<string, object?>("mtls.pki.ocsp.status", Name(status)));

    /// <summary>Counts an enrolment.</summary>
    /// <param name="operation">The last part of the path.</param>
    /// <param name="outcome"><c>issued</c>, or the reason of a refusal.</param>
    public void Enrolled(string operation, string outcome) => _enrolments.Add(
        1, new KeyValuePair<string, object?>("mtls.pki.est.operation", operation), new KeyValuePair<string, object?>("mtls.pki.est.outcome", outcome));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> CrlAges()
    {
        foreach (var name in new[] { CertificateFiles.Root, CertificateFiles.Issuing })
        {
            if (_publications.FindList(name) is { } list)
            {
                yield return new((_clock.GetUtcNow() - list.ThisUpdate).TotalSeconds, new KeyValuePair<string, object?>("mtls.pki.ca", name));
            }
        }
    }

    private IEnumerable<Measurement<double>> DaysToExpiry()
    {
        var now = _clock.GetUtcNow();
        return _authority.List(new LedgerFilter { LatestOnly = true, Revoked = false })
            .Where(entry => entry.Kind is LedgerKind.Leaf or LedgerKind.SignedRequest)
            .Take(MostIdentities)
            .Select(entry => new Measurement<double>((entry.NotAfter - now).TotalDays, new KeyValuePair<string, object?>("mtls.pki.identity", entry.Name)));
    }

    private static string Name(OcspResponseStatus status) => status switch
    {
        OcspResponseStatus.Successful => "successful",
        OcspResponseStatus.MalformedRequest => "malformed_request",
        OcspResponseStatus.TryLater => "try_later",
        OcspResponseStatus.Unauthorized => "unauthorized",
        _ => "internal_error",
    };
}
