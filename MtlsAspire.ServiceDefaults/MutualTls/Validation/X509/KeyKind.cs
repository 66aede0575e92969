namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Kinds of public keys.</summary>
internal enum KeyKind
{
    /// <summary>A kind that is not supported.</summary>
    Unsupported,

    /// <summary>RSA (RFC 3279, section 2.3.1), or RSASSA-PSS (RFC 4055, section 1.2).</summary>
    Rsa,

    /// <summary>Elliptic curve with a named curve (RFC 5480).</summary>
    EllipticCurve,

    /// <summary>Ed25519 (RFC 8410). Its signatures cannot be checked here, so it serves as a leaf's key only.</summary>
    Ed25519,

    /// <summary>DSA, which nobody should use any more.</summary>
    Dsa,
}
