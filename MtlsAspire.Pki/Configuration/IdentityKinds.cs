using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Names of kinds of identities, and what each is certified for.</summary>
internal static class IdentityKinds
{
    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["server", "client", "both"];

    /// <summary>The kind with a name, or null where there is none.</summary>
    public static IdentityKind? Parse(string name) => name switch
    {
        "server" => IdentityKind.Server,
        "client" => IdentityKind.Client,
        "both" => IdentityKind.Both,
        _ => null,
    };

    /// <summary>Purposes that an identity may have beside those of its kind, by name (RFC 5280, 4.2.1.12).</summary>
    public static IReadOnlyDictionary<string, string> ExtraPurposes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["emailProtection"] = CertificateProfile.EmailProtection, // what openssl's cms looks for in a signer
        ["codeSigning"] = "1.3.6.1.5.5.7.3.3",
    };

    /// <summary>What an identity of a kind is certified for.</summary>
    public static CertificateProfile ProfileOf(IdentityKind kind, IReadOnlyList<string> extraPurposes)
    {
        var profile = ProfileOf(kind);
        return extraPurposes.Count == 0 ? profile : profile with { ExtendedKeyUsages = [.. profile.ExtendedKeyUsages, .. extraPurposes] };
    }

    /// <summary>What an identity of a kind is certified for.</summary>
    public static CertificateProfile ProfileOf(IdentityKind kind) => kind switch
    {
        IdentityKind.Server => CertificateProfile.Server,
        IdentityKind.Both => CertificateProfile.ServerAndClient,
        _ => CertificateProfile.Client,
    };
}
