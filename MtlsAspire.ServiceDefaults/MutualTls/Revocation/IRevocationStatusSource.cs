namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>
/// Knows the revocation status of certificates by other means than lists, as from OCSP responses that were fetched and
/// checked before. It is asked during the handshake, where no list of the issuer decides, and must answer at once.
/// </summary>
public interface IRevocationStatusSource
{
    /// <summary>The status of a certificate.</summary>
    /// <param name="certificate">The certificate in DER.</param>
    /// <param name="issuer">The certificate of its issuer in DER; the path between them is known to be good.</param>
    /// <param name="now">The time to judge freshness by.</param>
    /// <returns>The status; <see cref="RevocationStatus.Unknown"/> where no fresh, sound answer is at hand.</returns>
    RevocationStatus Find(ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer, DateTimeOffset now);
}
