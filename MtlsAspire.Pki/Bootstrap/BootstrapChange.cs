namespace MtlsAspire.Pki.Bootstrap;

/// <summary>One thing that a bootstrap made.</summary>
/// <param name="Action">What happened.</param>
/// <param name="File">The name of the file; for an identity or a CA that of its certificate, which stands for all its files.</param>
/// <param name="Subject">Whose it is, as a distinguished name.</param>
/// <param name="Expires">The end of its validity, for a revocation list its nextUpdate; null for a file without one.</param>
/// <param name="Reason">Why it was made anew; null for a new one.</param>
public sealed record BootstrapChange(BootstrapAction Action, string File, string Subject, DateTimeOffset? Expires, string? Reason);
