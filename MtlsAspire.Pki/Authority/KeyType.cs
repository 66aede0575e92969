namespace MtlsAspire.Pki.Authority;

/// <summary>The kinds of keys that can be made here.</summary>
public enum KeyType
{
    /// <summary>ECDSA on curve P-256 (FIPS 186-5), signing with SHA-256: the default.</summary>
    EcdsaP256,

    /// <summary>ECDSA on curve P-384, signing with SHA-384.</summary>
    EcdsaP384,

    /// <summary>RSA with 2048 bits, signing with SHA-256 (PKCS #1 v1.5, RFC 8017, 8.2).</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits, signing with SHA-256.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits, signing with SHA-256.</summary>
    Rsa4096,

    /// <summary>RSA with 1024 bits, which nobody may trust any more (NIST SP 800-131A): to rehearse a weak key, and for nothing else.</summary>
    Rsa1024,
}
