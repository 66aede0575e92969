using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>A certificate as an operator sees it.</summary>
internal sealed record CertificateAnswer
{
    /// <summary>The name of the identity or CA.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, see <see cref="LedgerKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The subject as a distinguished name.</summary>
    public required string Subject { get; init; }

    /// <summary>The serial number, upper-case hexadecimal.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The key identifier of the issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The first valid instant, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The last valid instant, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Who had it issued.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>Where it is in its life, see <see cref="LedgerStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was revoked, UTC; not there unless it was.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked (RFC 5280, 5.3.1); not there unless it was.</summary>
    public string? Reason { get; init; }

    /// <summary>Who revoked it; not there unless it was.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>An entry of the ledger, at an instant.</summary>
    public static CertificateAnswer Of(LedgerEntry entry, DateTimeOffset now) => new()
    {
        Name = entry.Name,
        Kind = Camel(entry.Kind.ToString()),
        Subject = entry.Subject,
        SerialNumber = entry.Serial,
        Issuer = entry.IssuerKeyId,
        NotBefore = entry.NotBefore,
        NotAfter = entry.NotAfter,
        IssuedAt = entry.IssuedAt,
        IssuedBy = entry.IssuedBy,
        Status = Camel(entry.StatusAt(now).ToString()),
        RevokedAt = entry.Revocation?.At,
        Reason = entry.Revocation is { } revocation ? Camel(revocation.Reason.ToString()) : null,
        RevokedBy = entry.Revocation?.By,
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
