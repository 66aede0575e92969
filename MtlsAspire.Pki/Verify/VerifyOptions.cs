using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>What <c>verify FILE...</c> was asked.</summary>
internal sealed record VerifyOptions
{
    /// <summary>Files with the peer's certificate first, then what it would send.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The certificate directory whose CAs and lists are believed where no trust anchor is named.</summary>
    public required string Directory { get; init; }

    /// <summary>Files with trust anchors.</summary>
    public IReadOnlyList<string> Trust { get; init; } = [];

    /// <summary>Files with known CAs.</summary>
    public IReadOnlyList<string> Intermediates { get; init; } = [];

    /// <summary>Files with revocation lists.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>The name that was called.</summary>
    public PeerName? Name { get; init; }

    /// <summary>Which end the certificate is for; null for either.</summary>
    public PeerRole? Peer { get; init; }

    /// <summary>The time to judge by; null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether what private PKIs often lack is let pass.</summary>
    public bool IsPrivatePki { get; init; }
}
