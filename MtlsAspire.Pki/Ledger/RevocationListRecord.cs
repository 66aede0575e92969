using System.Numerics;

namespace MtlsAspire.Pki.Ledger;

/// <summary>A revocation list that was signed.</summary>
/// <param name="IssuerKeyId">The key identifier of its issuer.</param>
/// <param name="Number">Its CRL number (RFC 5280, 5.2.3).</param>
/// <param name="ThisUpdate">When it was signed.</param>
/// <param name="NextUpdate">Until when it may be relied on.</param>
/// <param name="Entries">How many certificates it revokes.</param>
/// <param name="By">Who had it signed.</param>
public sealed record RevocationListRecord(
    string IssuerKeyId, BigInteger Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, string By);
