using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Configuration;

/// <summary>
/// What a foreign signing request may ask for. The certificate is made from the request's key and names, and from this policy; no
/// extension of the request but the subjectAltName is looked at, so that none can ask for a CA.
/// </summary>
public sealed record SigningPolicy
{
    /// <summary>
    /// The names that may be asked for: <c>DNS:</c>, <c>IP:</c>, <c>URI:</c> and <c>email:</c> patterns in which <c>*</c> stands for
    /// anything without a dot or slash, or <c>**</c> for anything. Empty: no names but the SPIFFE ID that the PKI gives by itself.
    /// </summary>
    public IReadOnlyList<NamePattern> AllowedNames { get; init; } = [];

    /// <summary>The kinds of keys that are accepted.</summary>
    public IReadOnlyList<KeyType> KeyTypes { get; init; } = [KeyType.EcdsaP256, KeyType.EcdsaP384, KeyType.Rsa2048, KeyType.Rsa3072, KeyType.Rsa4096];

    /// <summary>What the certificate may be used for.</summary>
    public CertificateProfile Profile { get; init; } = CertificateProfile.Client;

    /// <summary>How long the certificate is valid; never longer than the issuing CA.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The name under which the certificate is recorded; null for the common name that the request asks for.</summary>
    public string? Name { get; init; }

    /// <summary>The roles that the certificate gets. A request cannot ask for roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
