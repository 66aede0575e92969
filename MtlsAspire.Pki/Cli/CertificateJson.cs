using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Cli;

/// <summary>A certificate of the ledger as <c>--json</c> writes it.</summary>
internal sealed record CertificateJson(
    string Name,
    LedgerKind Kind,
    string Subject,
    string Serial,
    string IssuerKeyId,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    LedgerStatus Status,
    DateTimeOffset IssuedAt,
    string IssuedBy,
    string? Defect,
    DateTimeOffset? RevokedAt,
    X509RevocationReason? Reason,
    string? RevokedBy)
{
    /// <summary>The form of a ledger entry.</summary>
    public static CertificateJson Of(LedgerEntry entry, DateTimeOffset now) => new(
        entry.Name,
        entry.Kind,
        entry.Subject,
        entry.Serial,
        entry.IssuerKeyId,
        entry.NotBefore,
        entry.NotAfter,
        entry.StatusAt(now),
        entry.IssuedAt,
        entry.IssuedBy,
        entry.Defect,
        entry.Revocation?.At,
        entry.Revocation?.Reason,
        entry.Revocation?.By);
}
