namespace MtlsAspire.Pki.Ocsp;

/// <summary>Knows which certificates were issued and which of them are revoked; asked anew for each request.</summary>
internal interface ICertificateStatusSource
{
    /// <summary>What the CA says of a serial number now.</summary>
    /// <param name="signer">Who answers for the CA.</param>
    /// <param name="serialNumber">The content octets of the INTEGER, big-endian.</param>
    CertificateStatus Find(OcspSigner signer, ReadOnlySpan<byte> serialNumber);
}
