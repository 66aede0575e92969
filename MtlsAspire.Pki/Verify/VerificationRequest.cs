using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>One question of <c>verify --jsonl</c>.</summary>
internal sealed record VerificationRequest
{
    /// <summary>What the answer is called by, as the JSON text that was given; null if none was.</summary>
    public string? Id { get; init; }

    public required PeerRole Peer { get; init; }

    /// <summary>The trust anchors in PEM.</summary>
    public required IReadOnlyList<string> Trusted { get; init; }

    /// <summary>What the peer sent beside its certificate, in PEM.</summary>
    public required IReadOnlyList<string> Intermediates { get; init; }

    /// <summary>The peer's certificate in PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>The time to judge by; null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The purposes of which one is asked for, as object identifiers; empty if none is named.</summary>
    public required IReadOnlyList<string> Purposes { get; init; }

    /// <summary>The revocation lists in PEM; empty if revocation is not checked.</summary>
    public required IReadOnlyList<string> RevocationLists { get; init; }

    /// <summary>The greatest number of intermediates, self-issued ones not counted; null for the validator's own limit.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>What is asked about certificate policies (RFC 5280, section 6.1.1); nothing unless given.</summary>
    public required CertificatePolicyOptions Policies { get; init; }

    /// <summary>The name that was called; null if none is asked for.</summary>
    public PeerName? Name { get; init; }
}
