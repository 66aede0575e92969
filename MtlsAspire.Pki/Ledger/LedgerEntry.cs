using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Ledger;

/// <summary>A certificate in the ledger: who, what, which serial number, when, by whom, and whether it was revoked.</summary>
public sealed record LedgerEntry
{
    /// <summary>The key identifier of the issuer, see <see cref="KeyIdentifier"/>: with the serial number it is unique.</summary>
    public required string IssuerKeyId { get; init; }

    /// <summary>The serial number: upper-case hexadecimal, as <see cref="X509Certificate2.SerialNumber"/> writes it.</summary>
    public required string Serial { get; init; }

    /// <summary>The name of the identity or CA: that of its files; empty where it is not known.</summary>
    public required string Name { get; init; }

    /// <summary>What the certificate is for.</summary>
    public required LedgerKind Kind { get; init; }

    /// <summary>The subject as a distinguished name.</summary>
    public required string Subject { get; init; }

    /// <summary>The first valid instant, UTC.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The last valid instant, UTC.</summary>
    public DateTimeOffset NotAfter { get; init; }

    /// <summary>When it was recorded, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Who had it issued.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The defect that it was given for a rehearsal, as <c>pki.json</c> names it; null for a sound certificate.</summary>
    public string? Defect { get; init; }

    /// <summary>That it was revoked; null where it was not.</summary>
    public Revocation? Revocation { get; init; }

    /// <summary>The certificate in DER; empty where only its revocation is known.</summary>
    public ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>The entry for a certificate that has just been made or found.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="name">The name of its files.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="at">The current instant.</param>
    /// <param name="by">Who had it issued.</param>
    /// <param name="defect">The defect that it was given, or null.</param>
    public static LedgerEntry Of(X509Certificate2 certificate, string name, LedgerKind kind, DateTimeOffset at, string by, string? defect = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var validity = Validity.Of(certificate);
        return new LedgerEntry
        {
            IssuerKeyId = KeyIdentifier.OfIssuer(certificate) ?? KeyIdentifier.Of(certificate),
            Serial = certificate.SerialNumber,
            Name = name,
            Kind = kind,
            Subject = certificate.Subject,
            NotBefore = validity.NotBefore,
            NotAfter = validity.NotAfter,
            IssuedAt = at,
            IssuedBy = by,
            Defect = defect,
            Der = certificate.RawDataMemory,
        };
    }

    /// <summary>Where the certificate is in its life.</summary>
    /// <param name="now">The current instant.</param>
    public LedgerStatus StatusAt(DateTimeOffset now) => this switch
    {
        { Revocation: not null } => LedgerStatus.Revoked,
        _ when now > NotAfter => LedgerStatus.Expired,
        _ when now < NotBefore => LedgerStatus.NotYetValid,
        _ => LedgerStatus.Good,
    };
}
