using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>The validity period: both ends are in it (RFC 5280, section 4.1.2.5).</summary>
internal static class TimeRules
{
    /// <summary>Time in whole seconds, as certificates count it.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    public static bool IsValid(ParsedCertificate certificate, DateTimeOffset now, TimeSpan skew) =>
        now + skew >= certificate.NotBefore && now - skew <= certificate.NotAfter;

    public static Finding? Check(IReadOnlyList<ParsedCertificate> path, DateTimeOffset now, TimeSpan skew)
    {
        foreach (var certificate in path)
        {
            if (IsValid(certificate, now, skew)) continue;
            return now > certificate.NotAfter
                ? new Finding(
                    RefusalReason.CertificateExpired,
                    $"The certificate {certificate} expired at {DerTime.Text(certificate.NotAfter)}; it is {DerTime.Text(now)}.")
                : new Finding(
                    RefusalReason.CertificateNotYetValid,
                    $"The certificate {certificate} is not valid before {DerTime.Text(certificate.NotBefore)}; it is {DerTime.Text(now)}.");
        }

        return null;
    }
}
