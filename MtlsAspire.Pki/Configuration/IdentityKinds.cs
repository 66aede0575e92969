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

    /// <summary>What an identity of a kind is certified for.</summary>
    public static CertificateProfile ProfileOf(IdentityKind kind) => kind switch
    {
        IdentityKind.Server => CertificateProfile.Server,
        IdentityKind.Both => CertificateProfile.ServerAndClient,
        _ => CertificateProfile.Client,
    };
}
