using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>What a CA says of one of its serial numbers (CertStatus; RFC 6960, 4.2.1). A value, compared as one.</summary>
/// <param name="Kind">Good, revoked or unknown.</param>
/// <param name="RevokedAt">Since when it is revoked, UTC; null unless it is.</param>
/// <param name="Reason">Why it is revoked (RFC 5280, 5.3.1); null unless it is.</param>
internal sealed record CertificateStatus(CertificateStatusKind Kind, DateTimeOffset? RevokedAt, X509RevocationReason? Reason)
{
    /// <summary>It was issued and is not revoked.</summary>
    public static CertificateStatus Good { get; } = new(CertificateStatusKind.Good, RevokedAt: null, Reason: null);

    /// <summary>The CA never issued it.</summary>
    public static CertificateStatus Unknown { get; } = new(CertificateStatusKind.Unknown, RevokedAt: null, Reason: null);

    /// <summary>It is revoked.</summary>
    /// <param name="at">Since when.</param>
    /// <param name="reason">Why.</param>
    public static CertificateStatus Revoked(DateTimeOffset at, X509RevocationReason reason) => new(CertificateStatusKind.Revoked, at, reason);
}
