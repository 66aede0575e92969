namespace MtlsAspire.Pki.Ocsp;

/// <summary>Who signs for which CA.</summary>
internal interface IOcspSigners
{
    /// <summary>Who speaks for a CA, or null where nobody here does.</summary>
    /// <param name="issuer">The CA as a client names it.</param>
    OcspSigner? Find(IssuerId issuer);
}
