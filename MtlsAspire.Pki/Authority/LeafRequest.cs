using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>What a leaf certificate shall say: the subject, its names, its purpose, its period.</summary>
/// <remarks>Start from <see cref="Server"/> or <see cref="Client"/> and change what differs with a <c>with</c> expression.</remarks>
public sealed record LeafRequest
{
    /// <summary>The SPIFFE trust domain of the identities made here, unless another is given.</summary>
    public const string DefaultTrustDomain = "mtls.localhost";

    /// <summary>The subject (RFC 5280, 4.1.2.6).</summary>
    public required X500DistinguishedName Subject { get; init; }

    /// <summary>The subject's other names; empty for no subjectAltName extension.</summary>
    public IReadOnlyList<SubjectAlternativeName> AlternativeNames { get; init; } = [];

    /// <summary>What the certificate may be used for.</summary>
    public CertificateProfile Profile { get; init; } = CertificateProfile.Client;

    /// <summary>
    /// The period, taken as it is, even where the issuer's does not cover it (to rehearse expiry); null for the profile's
    /// lifetime from now on, within the issuer's period.
    /// </summary>
    public Validity? Validity { get; init; }

    /// <summary>Whether to sign with SHA-1: for the rehearsal of a weak hash, and for nothing else.</summary>
    public bool WeakHash { get; init; }

    /// <summary>A TLS client: subject <c>CN=name, O=MtlsAspire</c>, SAN <c>URI:spiffe://mtls.localhost/name</c>.</summary>
    /// <param name="name">The client's name.</param>
    public static LeafRequest Client(string name) => new()
    {
        Subject = SubjectName.Of(name),
        AlternativeNames = [SubjectAlternativeName.SpiffeId(DefaultTrustDomain, name)],
    };

    /// <summary>A TLS server: subject <c>CN=name, O=MtlsAspire</c>, SAN the hosts and <c>URI:spiffe://mtls.localhost/name</c>.</summary>
    /// <param name="name">The server's name.</param>
    /// <param name="hosts">The host names and IP addresses at which clients reach it.</param>
    /// <exception cref="ArgumentException">One of the hosts is neither.</exception>
    public static LeafRequest Server(string name, params IEnumerable<string> hosts) => new()
    {
        Subject = SubjectName.Of(name),
        AlternativeNames =
        [
            .. hosts.Select(SubjectAlternativeName.ParseHost).Distinct(),
            SubjectAlternativeName.SpiffeId(DefaultTrustDomain, name),
        ],
        Profile = CertificateProfile.Server,
    };
}
