using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Service;

/// <summary>What the certificates of identities say, declared in <c>pki.json</c> or not.</summary>
internal static class IdentityTemplates
{
    /// <summary>The declaration of an identity, or null where <c>pki.json</c> has none.</summary>
    public static IdentityDeclaration? Declared(PkiConfiguration configuration, string name) =>
        configuration.Identities.FirstOrDefault(identity => identity.Name == name);

    /// <summary>What an identity's certificate says that nobody has declared: its SPIFFE ID, and the hosts and roles that an operator gave it.</summary>
    /// <param name="configuration">The PKI's configuration.</param>
    /// <param name="name">The identity's name.</param>
    /// <param name="hosts">Its host names and IP addresses.</param>
    /// <param name="roles">Its roles.</param>
    /// <param name="profile">What it may be used for; null for a client, and a server as well where it has hosts.</param>
    /// <exception cref="ArgumentException">A host is neither a name nor an address, or the name cannot be an identity's.</exception>
    public static IdentityDeclaration Undeclared(
        PkiConfiguration configuration, string name, IEnumerable<string> hosts, IReadOnlyList<string> roles, CertificateProfile? profile = null)
    {
        SubjectAlternativeName[] names =
        [
            .. hosts.Select(SubjectAlternativeName.ParseHost).Distinct(),
            SubjectAlternativeName.SpiffeId(configuration.TrustDomain, name),
        ];
        return new IdentityDeclaration(name, new LeafRequest
        {
            Subject = SubjectName.Of(name, configuration.Subject, roles),
            AlternativeNames = names,
            Profile = profile ?? (names.Length > 1 ? CertificateProfile.ServerAndClient : CertificateProfile.Client),
        });
    }
}
