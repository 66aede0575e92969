namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>ReasonFlags (RFC 5280, section 4.2.1.13), numbered as there.</summary>
[Flags]
internal enum ReasonBits
{
    None = 0,
    Unused = 1 << 0,
    KeyCompromise = 1 << 1,
    CACompromise = 1 << 2,
    AffiliationChanged = 1 << 3,
    Superseded = 1 << 4,
    CessationOfOperation = 1 << 5,
    CertificateHold = 1 << 6,
    PrivilegeWithdrawn = 1 << 7,
    AACompromise = 1 << 8,
}
