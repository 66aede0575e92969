using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>A good path, or why there is none.</summary>
/// <param name="Path">Leaf first, trust anchor last.</param>
/// <param name="Warnings">What was let pass.</param>
/// <param name="Failure">Why there is no good path; <c>null</c> if there is one.</param>
internal sealed record PathResult(
    IReadOnlyList<ParsedCertificate> Path, IReadOnlyList<PeerWarning> Warnings, PathFailure? Failure);
