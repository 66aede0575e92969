using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>Why a path was refused, and how far it came.</summary>
internal sealed record PathFailure(PathProgress Progress, Finding Finding, IReadOnlyList<ParsedCertificate> Path);
