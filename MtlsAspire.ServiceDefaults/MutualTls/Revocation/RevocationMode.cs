namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>What it means that the revocation status of a certificate cannot be told.</summary>
public enum RevocationMode
{
    /// <summary>Fail closed: every certificate below the trust anchor needs a fresh, sound list of its issuer, or an OCSP answer.</summary>
    Require,

    /// <summary>
    /// As <see cref="Require"/> for every path on which at least one issuer's list is at hand; a path that no list speaks
    /// of is not checked, unless there is another source, as OCSP.
    /// </summary>
    RequireWhereListed,

    /// <summary>Fail open: an unknown status is accepted, and said as a <see cref="PeerWarning"/>. A revoked certificate is refused.</summary>
    SoftFail,

    /// <summary>Revocation is not checked.</summary>
    Off,
}
