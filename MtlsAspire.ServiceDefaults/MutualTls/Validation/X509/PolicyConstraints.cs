namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>After how many certificates policies are required, or no longer mapped (RFC 5280, section 4.2.1.11).</summary>
internal sealed record PolicyConstraints(int? RequireExplicitPolicy, int? InhibitPolicyMapping);
