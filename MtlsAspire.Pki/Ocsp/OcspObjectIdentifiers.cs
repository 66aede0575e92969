namespace MtlsAspire.Pki.Ocsp;

/// <summary>Object identifiers of OCSP (RFC 6960, appendix B) and of the hashes in a CertID.</summary>
internal static class OcspObjectIdentifiers
{
    /// <summary>id-pkix-ocsp-basic: the only type of response (RFC 6960, 4.2.1).</summary>
    public const string BasicResponse = "1.3.6.1.5.5.7.48.1.1";

    /// <summary>id-pkix-ocsp-nonce (RFC 9654).</summary>
    public const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    /// <summary>id-pkix-ocsp-nocheck: a signer whose own revocation nobody need ask for (RFC 6960, 4.2.2.2.1).</summary>
    public const string NoCheck = "1.3.6.1.5.5.7.48.1.5";

    /// <summary>id-kp-OCSPSigning (RFC 6960, 4.2.2.2).</summary>
    public const string Signing = "1.3.6.1.5.5.7.3.9";

    /// <summary>SHA-1, which is no secret to be kept here but the name of a CA, and what most clients use.</summary>
    public const string Sha1 = "1.3.14.3.2.26";

    /// <summary>SHA-256.</summary>
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
}
