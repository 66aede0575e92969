using System.Numerics;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>What stands in a revocation list (RFC 5280, section 5.1).</summary>
internal sealed record RevocationListContent
{
    public required DistinguishedName Issuer { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset? NextUpdate { get; init; }

    public required BigInteger? Number { get; init; }

    /// <summary>Why nothing can be told by the list, as the end of a sentence.</summary>
    public required string? Defect { get; init; }

    /// <summary>What is signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required SignatureScheme Scheme { get; init; }

    public required RevocationScope Scope { get; init; }

    public required IReadOnlyDictionary<SerialNumber, RevokedEntry> Entries { get; init; }
}
