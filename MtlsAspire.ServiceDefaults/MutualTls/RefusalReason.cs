namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Why a peer is refused. The names follow TLS alerts (RFC 8446, section 6.2) where there is one.</summary>
public enum RefusalReason
{
    /// <summary>No certificate was sent.</summary>
    CertificateMissing,

    /// <summary>A certificate of the chain has expired.</summary>
    CertificateExpired,

    /// <summary>A certificate of the chain is not valid yet.</summary>
    CertificateNotYetValid,

    /// <summary>No chain leads to one of our trust anchors.</summary>
    UnknownCa,

    /// <summary>The certificate is not for this purpose: its extended key usage lacks it.</summary>
    WrongPurpose,

    /// <summary>The certificate is not for the name that was called.</summary>
    NameMismatch,

    /// <summary>The certificate or its chain is malformed, or breaks a rule that has no name of its own here.</summary>
    BadCertificate,
}
