namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>CRLReason (RFC 5280, section 5.3.1).</summary>
internal enum ReasonCode
{
    Unspecified = 0,
    KeyCompromise = 1,
    CACompromise = 2,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    CertificateHold = 6,
    RemoveFromCrl = 8,
    PrivilegeWithdrawn = 9,
    AACompromise = 10,
}
