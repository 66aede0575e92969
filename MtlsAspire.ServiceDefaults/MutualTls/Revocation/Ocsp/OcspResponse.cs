using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>A response as it was read (BasicOCSPResponse; RFC 6960, section 4.2.1). Whether it is to be believed is for others to say.</summary>
internal sealed record OcspResponse
{
    /// <summary>What is signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required SignatureScheme Scheme { get; init; }

    /// <summary>The signer's name, if it is named by that.</summary>
    public required DistinguishedName? ResponderName { get; init; }

    /// <summary>Else the SHA-1 hash of the signer's key, in hexadecimal digits.</summary>
    public required string? ResponderKeyHash { get; init; }

    public required DateTimeOffset ProducedAt { get; init; }

    public required IReadOnlyList<OcspSingleResponse> Responses { get; init; }

    /// <summary>The certificates that were sent along.</summary>
    public required IReadOnlyList<ParsedCertificate> Certificates { get; init; }
}
