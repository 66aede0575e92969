using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;

/// <summary>What holds for the CAs of a path: the trust anchor and the intermediates.</summary>
internal static class AuthorityRules
{
    /// <summary>An intermediate CA.</summary>
    public static Finding? CheckIntermediate(ParsedCertificate certificate, PeerValidationOptions options) =>
        CommonRules.Check(certificate, options)
        ?? CommonRules.CheckScheme($"The certificate {certificate}", certificate.Scheme, options)
        ?? CheckVersion(certificate)
        ?? CheckRole(certificate, options)
        ?? CheckCriticality(certificate, options)
        ?? CheckKeyIdentifiers(certificate, options);

    /// <summary>A trust anchor. It is trusted because it is configured; that it is sound is asked all the same.</summary>
    public static Finding? CheckAnchor(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var isBare = options.Allow.AnchorWithoutBasicConstraints && certificate.Extensions.BasicConstraints is null;
        return CommonRules.Check(certificate, options)
            ?? (isBare ? null : CheckVersion(certificate) ?? CheckRole(certificate, options))
            ?? CheckCriticality(certificate, options)
            ?? (isBare ? null : CheckKeyIdentifiers(certificate, options))
            ?? CheckSelfIssuedAnchor(certificate, options);
    }

    private static Finding? CheckVersion(ParsedCertificate certificate) => certificate.Version == 3
        ? null
        : Finding.Malformed($"The certificate {certificate} is of X.509 version {certificate.Version}; only version 3 says who is a CA.");

    private static Finding? CheckRole(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var extensions = certificate.Extensions;
        if (extensions.BasicConstraints is not { IsAuthority: true } constraints)
            return NotACa("it has no basicConstraints with cA");
        if (!constraints.IsCritical && !options.Allow.NonCriticalBasicConstraints)
            return NotACa("its basicConstraints are not critical");
        if (extensions.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyCertSign))
            return NotACa("its key usage lacks keyCertSign");
        return certificate.Subject.IsEmpty
            ? Finding.Malformed($"A CA certificate that '{certificate.Issuer}' issued has no subject.")
            : null;

        Finding NotACa(string why) =>
            new(RefusalReason.InvalidCa, $"The certificate {certificate} issued another one and may not: {why}.");
    }

    private static Finding? CheckCriticality(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var extensions = certificate.Extensions;
        var allow = options.Allow;
        if (extensions.NameConstraints is not null && !extensions.AreNameConstraintsCritical && !allow.NonCriticalNameConstraints)
            return NotCritical("name constraints");
        if (extensions.PolicyConstraints is not null && !extensions.ArePolicyConstraintsCritical && !allow.NonCriticalPolicyConstraints)
            return NotCritical("policy constraints");
        return extensions.InhibitAnyPolicy is not null && !extensions.IsInhibitAnyPolicyCritical && !allow.NonCriticalPolicyConstraints
            ? NotCritical("inhibitAnyPolicy")
            : null;

        Finding NotCritical(string what) =>
            Finding.Malformed($"The {what} of CA certificate {certificate} must be critical and are not.");
    }

    private static Finding? CheckKeyIdentifiers(ParsedCertificate certificate, PeerValidationOptions options)
    {
        if (options.Allow.MissingKeyIdentifiers) return null;
        if (certificate.Extensions.SubjectKeyIdentifier is null)
            return Finding.Malformed($"The CA certificate {certificate} has no subject key identifier.");
        // A self-signed one may lack it (RFC 5280, section 4.2.1.1), whatever name of an issuer it bears.
        return certificate.IsSelfIssued || certificate.Extensions.AuthorityKeyIdentifier?.KeyIdentifier is not null || certificate.IsSelfSigned
            ? null
            : Finding.Malformed($"The CA certificate {certificate} has no authority key identifier.");
    }

    private static Finding? CheckSelfIssuedAnchor(ParsedCertificate certificate, PeerValidationOptions options)
    {
        if (!certificate.IsSelfIssued) return null;

        var extensions = certificate.Extensions;
        if (extensions.ExtendedKeyUsage is not null && !options.Allow.ExtendedKeyUsageInAnchor)
            return Finding.Malformed($"The trust anchor {certificate} has an extended key usage.");
        if (options.Allow.IrregularAnchorKeyIdentifier || extensions.AuthorityKeyIdentifier is not { } identifier) return null;

        var isRegular = identifier is { KeyIdentifier: { } key, NamesIssuerOrSerial: false }
            && extensions.SubjectKeyIdentifier is { } own && own.AsSpan().SequenceEqual(key);
        return isRegular
            ? null
            : Finding.Malformed($"The authority key identifier of trust anchor {certificate} is not its subject key identifier alone.");
    }
}
