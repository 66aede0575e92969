namespace MtlsAspire.Pki.Ledger;

/// <summary>Where a certificate is in its life.</summary>
public enum LedgerStatus
{
    /// <summary>It is valid now and was not revoked.</summary>
    Good,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>It is past its notAfter.</summary>
    Expired,

    /// <summary>It is before its notBefore.</summary>
    NotYetValid,
}
