namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>The inputs (c) to (f) of path validation about certificate policies (RFC 5280, section 6.1.1).</summary>
public sealed record CertificatePolicyOptions
{
    /// <summary>The policies that are acceptable, as object identifiers; empty for any policy (user-initial-policy-set).</summary>
    public IReadOnlyList<string> Acceptable { get; init; } = [];

    /// <summary>The path must be valid for one of <see cref="Acceptable"/> (initial-explicit-policy).</summary>
    public bool RequireExplicitPolicy { get; init; }

    /// <summary>Policy mappings are not followed (initial-policy-mapping-inhibit).</summary>
    public bool InhibitPolicyMapping { get; init; }

    /// <summary>anyPolicy in a certificate matches no policy (initial-any-policy-inhibit).</summary>
    public bool InhibitAnyPolicy { get; init; }
}
