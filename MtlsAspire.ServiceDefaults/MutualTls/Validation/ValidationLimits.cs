namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>What a decision may cost. Beyond it a peer is refused with <see cref="RefusalReason.PathTooComplex"/>.</summary>
public sealed record ValidationLimits
{
    /// <summary>
    /// The number of intermediates between anchor and leaf, self-issued ones (key rollover) not counted; 8 unless set.
    /// A path never has more than twice as many certificates plus two.
    /// </summary>
    public int Intermediates { get; init; } = 8;

    /// <summary>The size of one certificate in octets; 64 KiB unless set.</summary>
    public int CertificateOctets { get; init; } = 64 * 1024;

    /// <summary>The number of certificates a peer may send beside its own; 32 unless set.</summary>
    public int SentCertificates { get; init; } = 32;

    /// <summary>The number of signatures checked for one decision; 100 unless set.</summary>
    public int SignatureChecks { get; init; } = 100;

    /// <summary>The number of comparisons of a name with a name constraint for one decision; 100,000 unless set.</summary>
    public int NameComparisons { get; init; } = 100_000;

    /// <summary>The number of nodes of the policy tree (RFC 5280, section 6.1.2); 1,000 unless set.</summary>
    public int PolicyNodes { get; init; } = 1_000;

    /// <summary>The number of leaves whose path is remembered, so that their next handshake is cheap; 4,096 unless set.</summary>
    public int RememberedLeaves { get; init; } = 4_096;
}
