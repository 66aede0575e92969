using System.Net;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;

/// <summary>The subject alternative names of a leaf (RFC 5280, section 4.2.1.6), and what its common name must not claim.</summary>
internal static class AlternativeNameRules
{
    public static Finding? Check(ParsedCertificate certificate, PeerValidationOptions options)
    {
        if (certificate.Extensions.AlternativeNames is not { } names)
        {
            return options.Allow.MissingSubjectAlternativeName && !certificate.Subject.IsEmpty
                ? null
                : Finding.Malformed($"The certificate {certificate} has no subject alternative name, which alone says who it is for; the common name does not.");
        }

        return CheckCriticality(certificate, options)
            ?? CheckSyntax(certificate, names, options)
            ?? CheckCommonName(certificate, names, options);
    }

    /// <summary>Whether each name is well-formed. Holds for CAs too, whose names are measured by name constraints.</summary>
    public static Finding? CheckSyntax(ParsedCertificate certificate, IReadOnlyList<GeneralName> names, PeerValidationOptions options)
    {
        foreach (var name in names)
        {
            if (Problem(name, options.Allow) is { } problem)
                return Finding.Malformed($"The name '{name}' in certificate {certificate} {problem}.");
        }

        return null;
    }

    private static Finding? CheckCriticality(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var isCritical = certificate.Extensions.AreAlternativeNamesCritical;
        if (certificate.Subject.IsEmpty && !isCritical)
            return Finding.Malformed("A certificate without subject must have a critical subject alternative name, and this one's is not.");
        return !certificate.Subject.IsEmpty && isCritical && !options.Allow.CriticalSubjectAlternativeName
            ? Finding.Malformed($"The subject alternative name of certificate {certificate} is critical although there is a subject.")
            : null;
    }

    private static string? Problem(GeneralName name, ProfileAllowances allow) => name.Kind switch
    {
        GeneralNameKind.Dns => HostProblem(name.Text, allow),
        GeneralNameKind.Email when !Mailbox.IsWellFormed(name.Text) => "is no e-mail address",
        GeneralNameKind.Uri when !UriName.IsWellFormed(name.Text) => "is no absolute URI",
        GeneralNameKind.IP when name.Octets.Length is not (4 or 16) => "is no IP address",
        GeneralNameKind.Directory when name.Directory!.IsEmpty => "is empty",
        _ => null,
    };

    private static string? HostProblem(string host, ProfileAllowances allow)
    {
        if (HostName.IsPlain(host, allow.UnderscoreInHostNames)) return null;
        if (!HostName.IsWildcard(host, allow.UnderscoreInHostNames)) return "is no host name";
        return allow.WildcardBelowPublicSuffix || !PublicSuffix.Is(host[2..])
            ? null
            : "is a wildcard right below a name under which anyone may register";
    }

    // After CA/Browser Forum Baseline Requirements, section 7.1.4.3, for a subject that is there for its host name only.
    private static Finding? CheckCommonName(ParsedCertificate certificate, IReadOnlyList<GeneralName> names, PeerValidationOptions options)
    {
        if (options.Allow.CommonNameOutsideAlternativeNames) return null;
        if (certificate.Subject.Attributes.Any(attribute => attribute.Type is not (Oids.CommonName or Oids.Country))) return null;

        foreach (var commonName in certificate.Subject.Texts(Oids.CommonName))
        {
            if (KindOfHost(commonName) is { } kind && names.Any(name => name.Kind == kind) && !names.Any(name => Backs(name, commonName)))
                return Finding.Malformed($"The common name of certificate {certificate} reads as a host, and its subject alternative names name others.");
        }

        return null;
    }

    private static GeneralNameKind? KindOfHost(string text)
    {
        if (text.Any(char.IsWhiteSpace) || text.AsSpan().ContainsAny('@', '/')) return null;
        var looksLikeAddress = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.AsSpan().ContainsAny('.', ':');
        if (looksLikeAddress && IPAddress.TryParse(text, out _)) return GeneralNameKind.IP;
        return text.Contains('.', StringComparison.Ordinal) ? GeneralNameKind.Dns : null;
    }

    private static bool Backs(GeneralName name, string commonName) => name.Kind switch
    {
        GeneralNameKind.Dns => name.Text == commonName || name.Text.EndsWith("." + commonName, StringComparison.Ordinal),
        GeneralNameKind.IP => name.Octets.Length is 4 or 16 && new IPAddress(name.Octets).ToString() == commonName,
        _ => false,
    };
}
