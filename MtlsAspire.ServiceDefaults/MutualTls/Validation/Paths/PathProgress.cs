namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>How far a path came that was refused. The refusal of the one that came furthest is told.</summary>
internal enum PathProgress
{
    /// <summary>It does not reach an anchor.</summary>
    NoAnchor,

    /// <summary>It is longer than a path may be.</summary>
    TooLong,

    /// <summary>An issuer that seemed to be the right one did not sign.</summary>
    BadSignature,

    /// <summary>It reaches an anchor and breaks a rule.</summary>
    Rules,

    /// <summary>It keeps all rules, and it is too late or too early.</summary>
    Time,

    /// <summary>It is good but for revocation.</summary>
    Revocation,
}
