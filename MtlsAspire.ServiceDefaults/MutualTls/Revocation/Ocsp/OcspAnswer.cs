namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>A sound answer about one certificate.</summary>
/// <param name="Status">The status.</param>
/// <param name="Until">Until when it may be relied on.</param>
/// <param name="Explanation">Of a revoked certificate since when and why.</param>
internal sealed record OcspAnswer(RevocationStatus Status, DateTimeOffset Until, string? Explanation = null);
