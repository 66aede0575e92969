using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>What the ledger says of certificates, by a connection of its own, so that nobody waits for what is being issued.</summary>
internal sealed class LedgerStatusSource(string directory) : ICertificateStatusSource, IDisposable
{
    private readonly IssuanceLedger _ledger = IssuanceLedger.Open(directory);

    /// <inheritdoc/>
    public CertificateStatus Find(OcspSigner signer, ReadOnlySpan<byte> serialNumber) =>
        _ledger.Find(signer.IssuerKeyId, Convert.ToHexString(serialNumber)) switch
        {
            null => CertificateStatus.Unknown,
            { Revocation: { } revocation } => CertificateStatus.Revoked(revocation.At, revocation.Reason),
            _ => CertificateStatus.Good,
        };

    /// <inheritdoc/>
    public void Dispose() => _ledger.Dispose();
}
