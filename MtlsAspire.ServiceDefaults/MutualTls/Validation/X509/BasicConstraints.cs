namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Whether the subject is a CA, and how many intermediates may follow it (RFC 5280, section 4.2.1.9).</summary>
internal sealed record BasicConstraints(bool IsAuthority, int? PathLength, bool IsCritical);
