using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;

/// <summary>What holds for the certificate of the peer itself.</summary>
internal static class LeafRules
{
    public static Finding? Check(ParsedCertificate certificate, PurposeRules purpose, PeerValidationOptions options) =>
        CommonRules.Check(certificate, options)
        ?? CommonRules.CheckScheme($"The certificate {certificate}", certificate.Scheme, options)
        ?? CheckVersion(certificate)
        ?? CheckRole(certificate, options)
        ?? CheckKeyIdentifier(certificate, options)
        ?? AlternativeNameRules.Check(certificate, options)
        ?? purpose.CheckLeaf(certificate);

    private static Finding? CheckVersion(ParsedCertificate certificate) => certificate.Version == 3
        ? null
        : Finding.Malformed($"The certificate {certificate} is of X.509 version {certificate.Version}; version 3 is needed.");

    private static Finding? CheckRole(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var extensions = certificate.Extensions;
        if (extensions.NameConstraints is not null && !certificate.IsAuthority)
            return Finding.Malformed($"The certificate {certificate} has name constraints and is no CA.");
        if (extensions.KeyUsage?.HasFlag(KeyUsages.KeyCertSign) == true && !certificate.IsAuthority)
            return new Finding(RefusalReason.InvalidCa, $"The certificate {certificate} may sign certificates by its key usage, and is no CA.");
        return certificate.IsAuthority && !options.Allow.AuthorityAsPeer
            ? new Finding(RefusalReason.InvalidCa, $"The certificate {certificate} is that of a CA; a CA is no peer.")
            : null;
    }

    private static Finding? CheckKeyIdentifier(ParsedCertificate certificate, PeerValidationOptions options) =>
        options.Allow.MissingKeyIdentifiers || certificate.IsSelfIssued || certificate.Extensions.AuthorityKeyIdentifier?.KeyIdentifier is not null
            ? null
            : Finding.Malformed($"The certificate {certificate} has no authority key identifier.");
}
