using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>What is asked last of a path that keeps all rules and is in time.</summary>
/// <param name="path">Leaf first, trust anchor last.</param>
/// <param name="warnings">What was let pass.</param>
/// <returns>Why the path is refused; <c>null</c> if it is good.</returns>
internal delegate Finding? LastCheck(IReadOnlyList<ParsedCertificate> path, out IReadOnlyList<PeerWarning> warnings);
