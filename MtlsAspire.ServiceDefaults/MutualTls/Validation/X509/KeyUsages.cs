namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>The bits of key usage (RFC 5280, section 4.2.1.3), numbered as there.</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    ContentCommitment = 1 << 1,
    KeyEncipherment = 1 << 2,
    DataEncipherment = 1 << 3,
    KeyAgreement = 1 << 4,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
    EncipherOnly = 1 << 7,
    DecipherOnly = 1 << 8,
}
