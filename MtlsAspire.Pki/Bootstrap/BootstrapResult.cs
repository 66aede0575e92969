namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What a bootstrap did.</summary>
/// <param name="Changes">What was made, in this order; empty when all was in place.</param>
public sealed record BootstrapResult(IReadOnlyList<BootstrapChange> Changes);
