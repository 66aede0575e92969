namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>
/// Rules of the certificate profile that a private PKI may have to relax. All are off: each demand holds until it is
/// named here.
/// </summary>
/// <remarks>As environment variables: <c>MutualTls__Validation__Allow__MissingKeyIdentifiers=true</c> and so on.</remarks>
public sealed record ProfileAllowances
{
    /// <summary>A leaf without extended key usage, good for any purpose (RFC 5280, section 4.2.1.12).</summary>
    public bool MissingExtendedKeyUsage { get; init; }

    /// <summary>A leaf whose extended key usage holds <c>anyExtendedKeyUsage</c>, which then stands for every purpose.</summary>
    public bool AnyExtendedKeyUsage { get; init; }

    /// <summary>A critical extended key usage in a leaf, which the CA/Browser Forum's profile forbids and RFC 5280 does not.</summary>
    public bool CriticalExtendedKeyUsage { get; init; }

    /// <summary>An extended key usage in a self-issued trust anchor.</summary>
    public bool ExtendedKeyUsageInAnchor { get; init; }

    /// <summary>CAs whose extended key usage lacks the purpose that is asked for: theirs is then not read as a limit.</summary>
    public bool ExtendedKeyUsageOfAuthorityIgnored { get; init; }

    /// <summary>A CA certificate (basicConstraints cA, or key usage keyCertSign) in the place of a leaf.</summary>
    public bool AuthorityAsPeer { get; init; }

    /// <summary>A leaf that is itself configured as trust anchor: pinned. It is then accepted without an issuer.</summary>
    public bool AnchorAsPeer { get; init; }

    /// <summary>
    /// A CA without subject key identifier, or a certificate that is not self-issued without authority key identifier
    /// (RFC 5280, sections 4.2.1.1 and 4.2.1.2).
    /// </summary>
    public bool MissingKeyIdentifiers { get; init; }

    /// <summary>
    /// In a self-issued anchor: an authority key identifier without key identifier, with issuer and serial number, or
    /// other than its subject key identifier.
    /// </summary>
    public bool IrregularAnchorKeyIdentifier { get; init; }

    /// <summary>basicConstraints of a CA that are not critical (RFC 5280, section 4.2.1.9).</summary>
    public bool NonCriticalBasicConstraints { get; init; }

    /// <summary>A trust anchor without basicConstraints, or of X.509 version 1: trusted because it is configured.</summary>
    public bool AnchorWithoutBasicConstraints { get; init; }

    /// <summary>Name constraints that are not critical (RFC 5280, section 4.2.1.10). They are enforced all the same.</summary>
    public bool NonCriticalNameConstraints { get; init; }

    /// <summary>Policy constraints or inhibitAnyPolicy that are not critical (RFC 5280, sections 4.2.1.11 and 4.2.1.14).</summary>
    public bool NonCriticalPolicyConstraints { get; init; }

    /// <summary>A leaf without subject alternative name. It has no identity: the common name is never one.</summary>
    public bool MissingSubjectAlternativeName { get; init; }

    /// <summary>A critical subject alternative name beside a subject that is not empty.</summary>
    public bool CriticalSubjectAlternativeName { get; init; }

    /// <summary>
    /// A leaf whose common name reads as a host and contradicts its subject alternative names: there are some of that
    /// kind (host names, addresses), it is none of them letter by letter, and no domain above one. A subject with an
    /// organization or the like names an entity, not a host, and is free; so is a common name that reads as no host.
    /// </summary>
    public bool CommonNameOutsideAlternativeNames { get; init; }

    /// <summary>Underscores in host names (RFC 5280, section 4.2.1.6, wants the preferred name syntax).</summary>
    public bool UnderscoreInHostNames { get; init; }

    /// <summary>
    /// A wildcard right below a name under which anyone may register: <c>*.com</c>, and <c>*.co.uk</c> by the usual names
    /// of second-level registries.
    /// </summary>
    public bool WildcardBelowPublicSuffix { get; init; }

    /// <summary>A serial number that is zero, negative or longer than 20 octets (RFC 5280, section 4.1.2.2).</summary>
    public bool IrregularSerialNumber { get; init; }

    /// <summary>Certificates and lists signed over SHA-1. MD5 is never allowed.</summary>
    public bool Sha1 { get; init; }

    /// <summary>RSA keys of a size that is not divisible by 8.</summary>
    public bool OddRsaKeySize { get; init; }

    /// <summary>Revocation lists without CRL number (RFC 5280, section 5.2.3, demands it).</summary>
    public bool MissingCrlNumber { get; init; }
}
