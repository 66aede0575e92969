using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>A result whose seal has been verified.</summary>
/// <param name="Statement">Where it comes from.</param>
/// <param name="Output">The result itself; its hash and size are those of the statement.</param>
/// <param name="Signer">Who sealed it.</param>
public sealed record SealedResult(SealStatement Statement, ReadOnlyMemory<byte> Output, PeerCertificate Signer);
