using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>How long the service's certificates last and how old its revocation lists are, for alerts before it is too late.</summary>
internal static class CertificateGauges
{
    public static void Add(Meter meter, IdentityStore identity, TrustStore trust, TimeProvider time)
    {
        meter.CreateObservableGauge(
            "mtls.certificate.expiry",
            () => Expiry(identity.Current, trust.Current, time.GetUtcNow().UtcDateTime),
            "s",
            "Time until a certificate of this service, or of a CA that it trusts or knows, expires; negative afterwards.");
        meter.CreateObservableGauge(
            "mtls.crl.age", () => Lists(trust.Current, list => time.GetUtcNow() - list.ThisUpdate), "s", "Time since the thisUpdate of a revocation list in use.");
        meter.CreateObservableGauge(
            "mtls.crl.expiry", () => Lists(trust.Current, list => list.NextUpdate - time.GetUtcNow()), "s", "Time until the nextUpdate of a revocation list in use; negative once it is stale.");
    }

    private static IEnumerable<Measurement<double>> Expiry(TlsIdentity identity, TrustSnapshot trust, DateTime now)
    {
        yield return Of("own", identity.Leaf, now);
        foreach (var (kind, certificates) in new[] { ("anchor", trust.Material.Anchors), ("intermediate", trust.Material.Intermediates) })
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

    private static IEnumerable<Measurement<double>> Lists(TrustSnapshot trust, Func<RevocationList, TimeSpan?> time)
    {
        foreach (var list in trust.Material.RevocationLists)
        {
            if (time(list) is { } value) yield return new(value.TotalSeconds, new KeyValuePair<string, object?>("mtls.issuer", list.Issuer));
        }
    }
}
