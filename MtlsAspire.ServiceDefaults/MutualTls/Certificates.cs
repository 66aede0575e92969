using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Small questions to certificates.</summary>
internal static class Certificates
{
    /// <summary>Whether issuer and subject are the same name, as in a root (RFC 5280, section 3.2).</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>A time as OpenTelemetry writes it: UTC, with milliseconds.</summary>
    public static string Iso8601(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
