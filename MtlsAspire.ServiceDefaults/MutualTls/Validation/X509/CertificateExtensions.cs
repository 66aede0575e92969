namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>The extensions of a certificate that path validation knows (RFC 5280, section 4.2); <c>null</c> for those that are absent.</summary>
internal sealed class CertificateExtensions
{
    public static CertificateExtensions None { get; } = new();

    public byte[]? SubjectKeyIdentifier { get; set; }

    public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; set; }

    public KeyUsages? KeyUsage { get; set; }

    public BasicConstraints? BasicConstraints { get; set; }

    public IReadOnlyList<string>? ExtendedKeyUsage { get; set; }

    public bool IsExtendedKeyUsageCritical { get; set; }

    public IReadOnlyList<GeneralName>? AlternativeNames { get; set; }

    public bool AreAlternativeNamesCritical { get; set; }

    public NameConstraints? NameConstraints { get; set; }

    public bool AreNameConstraintsCritical { get; set; }

    public IReadOnlyList<string>? Policies { get; set; }

    public IReadOnlyList<(string Issuer, string Subject)>? PolicyMappings { get; set; }

    public PolicyConstraints? PolicyConstraints { get; set; }

    public bool ArePolicyConstraintsCritical { get; set; }

    /// <summary>After how many certificates anyPolicy matches nothing any more (RFC 5280, section 4.2.1.14).</summary>
    public int? InhibitAnyPolicy { get; set; }

    public bool IsInhibitAnyPolicyCritical { get; set; }

    public IReadOnlyList<DistributionPoint>? DistributionPoints { get; set; }

    /// <summary>Where the issuer answers by OCSP: the URIs of id-ad-ocsp (RFC 5280, section 4.2.2.1), as they stand.</summary>
    public IReadOnlyList<string> OcspResponders { get; set; } = [];

    /// <summary>Whether nobody need ask if this OCSP responder is revoked (id-pkix-ocsp-nocheck, RFC 6960, section 4.2.2.2.1).</summary>
    public bool HasOcspNoCheck { get; set; }

    /// <summary>The first critical extension that is not known here.</summary>
    public string? UnknownCritical { get; set; }
}
