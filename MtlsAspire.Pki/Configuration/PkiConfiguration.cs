using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Configuration;

/// <summary>What a PKI shall be like, as <c>pki.json</c> declares it.</summary>
public sealed record PkiConfiguration
{
    /// <summary>What holds where nothing is declared: the identities <c>server</c>, <c>client1</c> and <c>client2</c>.</summary>
    public static PkiConfiguration Default { get; } = new();

    /// <summary>The SPIFFE trust domain of the identities.</summary>
    public string TrustDomain { get; init; } = LeafRequest.DefaultTrustDomain;

    /// <summary>The host name that stands for <c>${domain}</c> in the names of identities; null where there is none.</summary>
    public string? Domain { get; init; }

    /// <summary>The fields that every subject gets unless an identity has its own.</summary>
    public SubjectFields Subject { get; init; } = SubjectFields.Default;

    /// <summary>The root CA.</summary>
    public AuthoritySettings Root { get; init; } = new() { CommonName = "MtlsAspire Root CA", Lifetime = CertificateProfile.RootCa.Lifetime };

    /// <summary>The issuing CA.</summary>
    public AuthoritySettings Issuing { get; init; } = new() { CommonName = "MtlsAspire Issuing CA", Lifetime = CertificateProfile.IssuingCa.Lifetime };

    /// <summary>Where revocation lists, CA certificates and OCSP answers are to be had: written into certificates; null for nowhere.</summary>
    public PublicationUrls? Publication { get; init; }

    /// <summary>How long a revocation list may be relied on: nextUpdate is that long after thisUpdate.</summary>
    public TimeSpan RevocationListLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What a foreign signing request may ask for.</summary>
    public SigningPolicy Signing { get; init; } = new();

    /// <summary>The text that this was read from; null where it was made otherwise.</summary>
    internal string? Source { get; init; }

    /// <summary>The identities that shall be there.</summary>
    public IReadOnlyList<IdentityDeclaration> Identities { get; init; } = IdentityDeclaration.Defaults();
}
