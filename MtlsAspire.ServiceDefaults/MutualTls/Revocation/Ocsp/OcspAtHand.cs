namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>What is known by OCSP, for those who cannot wait.</summary>
internal sealed class OcspAtHand(OcspStatusSource source) : IRevocationStatusSource
{
    public RevocationAnswer Find(ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer, DateTimeOffset now, bool isNeeded) =>
        source.Find(certificate, issuer, now, isNeeded, mayWait: false);
}
