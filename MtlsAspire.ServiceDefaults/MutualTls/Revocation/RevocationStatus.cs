namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>What is known about the revocation of a certificate (RFC 6960, section 2.2).</summary>
public enum RevocationStatus
{
    /// <summary>Nothing that may be relied on.</summary>
    Unknown,

    /// <summary>It is not revoked.</summary>
    Good,

    /// <summary>It is revoked, or on hold.</summary>
    Revoked,
}
