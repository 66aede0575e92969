namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>Knows the revocation status of certificates by other means than lists, as by OCSP (RFC 6960).</summary>
/// <remarks>It is asked about certificates of good paths only: nobody whom we would refuse anyway causes a question.</remarks>
public interface IRevocationStatusSource
{
    /// <summary>The status of a certificate.</summary>
    /// <param name="certificate">The certificate in DER.</param>
    /// <param name="issuer">The certificate of its issuer in DER; the path between them is known to be good.</param>
    /// <param name="now">The time to judge freshness by.</param>
    /// <param name="isNeeded">
    /// Whether no list decides, so that the verdict hangs on the answer and may wait for it; else only what is at hand counts.
    /// </param>
    /// <returns>The status; <see cref="RevocationStatus.Unknown"/>, with the reason, where no fresh, sound answer is to be had.</returns>
    RevocationAnswer Find(ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer, DateTimeOffset now, bool isNeeded);
}
