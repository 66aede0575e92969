namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>What a response says of one certificate (SingleResponse; RFC 6960, section 4.2.1).</summary>
internal sealed record OcspSingleResponse
{
    public required OcspCertificateId Certificate { get; init; }

    public required RevocationStatus Status { get; init; }

    /// <summary>When and why, of a revoked certificate.</summary>
    public required RevokedEntry? Revoked { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset? NextUpdate { get; init; }
}
