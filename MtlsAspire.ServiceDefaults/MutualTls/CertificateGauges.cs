using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>How long the service's certificates last and how old its revocation lists are, for alerts before it is too late.</summary>
internal sealed class CertificateGauges
{
    private readonly IdentityStore _identity;
    private readonly TrustStore _trust;
    private readonly TimeProvider _time;

    public CertificateGauges(IMeterFactory meters, IdentityStore identity, TrustStore trust, TimeProvider time)
    {
        _identity = identity;
        _trust = trust;
        _time = time;
        var meter = meters.Create(HandshakeTelemetry.Name);
        meter.CreateObservableGauge(
            "mtls.certificate.expiry", Expiry, "s", "Time until a certificate of this service, or of a CA that it trusts or knows, expires; negative afterwards.");
        meter.CreateObservableGauge(
            "mtls.crl.age", () => Lists(list => _time.GetUtcNow() - list.ThisUpdate), "s", "Time since the thisUpdate of a revocation list in use.");
        meter.CreateObservableGauge(
            "mtls.crl.expiry", () => Lists(list => list.NextUpdate - _time.GetUtcNow()), "s", "Time until the nextUpdate of a revocation list in use; negative once it is stale.");
    }

    private IEnumerable<Measurement<double>> Expiry()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        yield return Of("own", _identity.Current.Leaf, now);
        var material = _trust.Current.Material;
        foreach (var (kind, certificates) in new[] { ("anchor", material.Anchors), ("intermediate", material.Intermediates) })
        {
            foreach (var der in certificates)
            {
                using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
                yield return Of(kind, certificate, now);
            }
        }
    }

    // As many series as the service has certificates: their subjects are ours, not peers'.
    private static Measurement<double> Of(string kind, X509Certificate2 certificate, DateTime now) => new(
        (certificate.NotAfter.ToUniversalTime() - now).TotalSeconds,
        new("mtls.certificate", kind),
        new KeyValuePair<string, object?>("mtls.subject", certificate.Subject));

    private IEnumerable<Measurement<double>> Lists(Func<Revocation.RevocationList, TimeSpan?> time)
    {
        foreach (var list in _trust.Current.Material.RevocationLists)
        {
            if (time(list) is { } value) yield return new(value.TotalSeconds, new KeyValuePair<string, object?>("mtls.issuer", list.Issuer));
        }
    }
}
