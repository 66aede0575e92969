using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Everything in a certificate but its serial number, its period and its issuer.</summary>
internal sealed record CertificateTemplate(
    X500DistinguishedName Subject,
    PublicKey PublicKey,
    CertificateProfile Profile,
    IReadOnlyList<SubjectAlternativeName> AlternativeNames)
{
    /// <summary>Where the issuer publishes what a relying party may want to fetch; null for nowhere.</summary>
    public PublicationUrls? Publication { get; init; }

    /// <summary>Whether to sign with SHA-1, to rehearse a weak hash.</summary>
    public bool WeakHash { get; init; }

    /// <summary>A certificate that its subject signs itself.</summary>
    public X509Certificate2 SelfSign(KeyPair key, Validity validity)
    {
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(SubjectKeyIdentifier());
        return Sign(Subject, identifier, [], key, validity);
    }

    /// <summary>A certificate that a CA signs.</summary>
    public X509Certificate2 Sign(X509Certificate2 issuer, KeyPair issuerKey, Validity validity)
    {
        // RFC 5280, 4.2.1.1: the key identifier alone; issuer and serial would tie the leaf to one certificate of the issuer.
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);
        return Sign(issuer.SubjectName, identifier, Publication?.ExtensionsFor(KeyIdentifier.Of(issuer)) ?? [], issuerKey, validity);
    }

    private X509Certificate2 Sign(
        X500DistinguishedName issuer, X509Extension authorityKeyIdentifier, IEnumerable<X509Extension> ofIssuer, KeyPair issuerKey, Validity validity)
    {
        var request = new CertificateRequest(Subject, PublicKey, issuerKey.HashAlgorithm);
        foreach (var extension in Profile.Extensions(PublicKey))
        {
            request.CertificateExtensions.Add(extension);
        }

        if (AlternativeNames.Count > 0)
        {
            request.CertificateExtensions.Add(SubjectAlternativeNames.Encode(AlternativeNames));
        }

        request.CertificateExtensions.Add(SubjectKeyIdentifier());
        request.CertificateExtensions.Add(authorityKeyIdentifier);
        foreach (var extension in ofIssuer)
        {
            request.CertificateExtensions.Add(extension);
        }

        var generator = WeakHash ? issuerKey.Sha1SignatureGenerator() : issuerKey.SignatureGenerator;
        return request.Create(issuer, generator, validity.NotBefore, validity.NotAfter, SerialNumber.Next());
    }

    // RFC 5280, 4.2.1.2, method 1.
    private X509SubjectKeyIdentifierExtension SubjectKeyIdentifier() => new(PublicKey, critical: false);
}
