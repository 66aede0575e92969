using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Inspection;

/// <summary>Says what is in a certificate, a request, a list or a key. Never what a key is.</summary>
internal static class Description
{
    private const int MostRevoked = 20;

    /// <summary>What a certificate says.</summary>
    public static InspectedItem Of(X509Certificate2 certificate)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["subject"] = certificate.Subject,
            ["issuer"] = certificate.Issuer,
            ["serial"] = certificate.SerialNumber,
            ["version"] = $"{certificate.Version}",
            ["notBefore"] = $"{certificate.NotBefore.ToUniversalTime():u}",
            ["notAfter"] = $"{certificate.NotAfter.ToUniversalTime():u}",
            ["key"] = KeyName(certificate.PublicKey),
            ["signature"] = certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "?",
            ["sha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        };
        var roles = SubjectName.RolesOf(certificate.SubjectName);
        if (roles.Count > 0)
        {
            facts["roles"] = string.Join(", ", roles);
        }

        AddExtensions(facts, certificate.Extensions);
        return new InspectedItem("certificate", facts);
    }

    /// <summary>What a request asks for.</summary>
    public static InspectedItem Of(ForeignRequest request) => new("signingRequest", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["subject"] = request.Subject.Name,
        ["key"] = KeyTypes.NameOf(request.KeyType),
        ["names"] = string.Join(", ", request.AlternativeNames),
        ["possession"] = "proved: the request is signed with its key",
    });

    /// <summary>What a list says.</summary>
    public static InspectedItem Of(RevocationList list)
    {
        var revoked = list.Revoked();
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = list.Issuer.Name,
            ["number"] = $"{list.Number}",
            ["thisUpdate"] = $"{list.ThisUpdate:u}",
            ["nextUpdate"] = $"{list.NextUpdate:u}",
            ["entries"] = $"{revoked.Count}",
        };
        foreach (var (serial, at, reason) in revoked.Take(MostRevoked))
        {
            facts[$"revoked {serial}"] = $"{at:u} {reason}";
        }

        return new InspectedItem("revocationList", facts);
    }

    /// <summary>That there is a key.</summary>
    public static InspectedItem OfKey(KeyPair? key) => new("privateKey", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["key"] = key is null ? "encrypted, or of a kind that is not known here" : KeyTypes.NameOf(key.Type),
        ["keyIdentifier"] = key is null ? "?" : KeyIdentifier.Of(key.PublicKey),
    });

    private static void AddExtensions(Dictionary<string, string> facts, X509ExtensionCollection extensions)
    {
        foreach (var extension in extensions)
        {
            try
            {
                var (name, value) = Say(extension);
                facts[extension.Critical ? name + " (critical)" : name] = value;
            }
            catch (CryptographicException)
            {
                facts[extension.Oid?.Value ?? "?"] = "damaged";
            }
        }
    }

    private static (string Name, string Value) Say(X509Extension extension) => extension switch
    {
        X509BasicConstraintsExtension constraints => ("basicConstraints", constraints.CertificateAuthority
            ? $"CA{(constraints.HasPathLengthConstraint ? $", path length {constraints.PathLengthConstraint}" : string.Empty)}"
            : "no CA"),
        X509KeyUsageExtension usage => ("keyUsage", $"{usage.KeyUsages}"),
        X509EnhancedKeyUsageExtension usage => ("extendedKeyUsage", string.Join(", ", usage.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.FriendlyName is { Length: > 0 } name ? $"{name} ({oid.Value})" : oid.Value))),
        X509SubjectKeyIdentifierExtension identifier => ("subjectKeyIdentifier", Convert.ToHexStringLower(identifier.SubjectKeyIdentifierBytes.Span)),
        X509AuthorityKeyIdentifierExtension identifier => ("authorityKeyIdentifier", identifier.KeyIdentifier is { } key ? Convert.ToHexStringLower(key.Span) : "without key identifier"),
        X509AuthorityInformationAccessExtension access => ("authorityInfoAccess", string.Join(", ", access.EnumerateOcspUris().Select(uri => $"OCSP {uri}").Concat(access.EnumerateCAIssuersUris().Select(uri => $"issuer {uri}")))),
        { Oid.Value: "2.5.29.17" } => ("subjectAltName", string.Join(", ", SubjectAlternativeNames.Read([extension]))),
        _ => (extension.Oid?.FriendlyName is { Length: > 0 } name ? name : extension.Oid?.Value ?? "?", extension.Format(multiLine: false)),
    };

    private static string KeyName(PublicKey key) => KeyTypes.Of(key) is { } type ? KeyTypes.NameOf(type) : key.Oid.FriendlyName ?? key.Oid.Value ?? "?";
}
