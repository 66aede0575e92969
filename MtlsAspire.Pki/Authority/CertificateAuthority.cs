using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>A CA in memory: its certificate and its key. It issues leaves, subordinate CAs and certificate revocation lists.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly KeyPair _key;
    private readonly TimeProvider _clock;

    /// <summary>Brings a CA back from its certificate and key, both of which it owns from then on.</summary>
    /// <param name="certificate">The CA's certificate.</param>
    /// <param name="key">The CA's key.</param>
    /// <param name="clock">What tells the time of issue; null for the system's.</param>
    /// <exception cref="ArgumentException">The key is not that of the certificate.</exception>
    public CertificateAuthority(X509Certificate2 certificate, KeyPair key, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Matches(certificate.PublicKey))
        {
            throw new ArgumentException("the key is not that of the certificate", nameof(key));
        }

        Certificate = certificate;
        _key = key;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>The CA's certificate, without the private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Where this CA publishes its revocation list, certificate and OCSP answers: written into what it issues; null for nowhere.</summary>
    public PublicationUrls? Publication { get; init; }

    /// <summary>What tells this CA's key from others': see <see cref="Authority.KeyIdentifier"/>.</summary>
    public string KeyId => KeyIdentifier.Of(Certificate);

    /// <summary>Makes a root CA with a key of its own, ten years valid unless told otherwise.</summary>
    /// <param name="commonName">Its name: the subject becomes <c>CN=commonName, O=MtlsAspire</c>.</param>
    /// <param name="validity">Its period; null for the profile's lifetime from now on.</param>
    /// <param name="clock">What tells the time of issue; null for the system's.</param>
    public static CertificateAuthority CreateRoot(string commonName, Validity? validity = null, TimeProvider? clock = null) =>
        CreateRoot(SubjectName.Of(commonName), KeyPair.Create(), validity, clock);

    /// <summary>A leaf that nobody vouches for: signed with its own new key.</summary>
    /// <param name="request">What it shall say.</param>
    /// <param name="clock">What tells the time of issue; null for the system's.</param>
    /// <returns>The certificate with its private key.</returns>
    public static X509Certificate2 IssueSelfSigned(LeafRequest request, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var key = KeyPair.Create();
        using var certificate = SelfSign(request, key, (clock ?? TimeProvider.System).GetUtcNow());
        return key.AttachTo(certificate);
    }

    /// <summary>Makes a subordinate CA that may issue leaves only, with a key of its own, five years valid unless told otherwise.</summary>
    /// <param name="commonName">Its name: the subject becomes <c>CN=commonName, O=MtlsAspire</c>.</param>
    /// <param name="validity">Its period; null for the profile's lifetime from now on, within that of this CA.</param>
    public CertificateAuthority CreateIssuing(string commonName, Validity? validity = null) =>
        CreateIssuing(SubjectName.Of(commonName), KeyPair.Create(), validity);

    /// <summary>Issues a leaf with a new key.</summary>
    /// <param name="request">What it shall say.</param>
    /// <returns>The certificate with its private key.</returns>
    public X509Certificate2 Issue(LeafRequest request)
    {
        using var key = KeyPair.Create();
        using var certificate = Issue(request, key.PublicKey);
        return key.AttachTo(certificate);
    }

    /// <summary>Issues a leaf for a key that its subject holds.</summary>
    /// <param name="request">What it shall say.</param>
    /// <param name="publicKey">The subject's public key.</param>
    /// <returns>The certificate, without private key.</returns>
    public X509Certificate2 Issue(LeafRequest request, PublicKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(request);
        var template = new CertificateTemplate(request.Subject, publicKey, request.Profile, request.AlternativeNames)
        {
            Publication = request.Profile.OcspNoCheck ? null : Publication,
            WeakHash = request.WeakHash,
        };
        return Sign(template, request.Validity);
    }

    /// <summary>Signs a certificate revocation list, version 2 with CRL number and authority key identifier (RFC 5280, 5).</summary>
    /// <param name="entries">The revoked certificates.</param>
    /// <param name="number">The CRL number; higher than that of every earlier list of this CA.</param>
    /// <param name="lifetime">How long the list may be relied on: nextUpdate is now plus this.</param>
    /// <returns>The list in DER.</returns>
    public byte[] SignRevocationList(CertificateRevocationListBuilder entries, BigInteger number, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var now = _clock.GetUtcNow();
        var thisUpdate = Validity.Starting(now, lifetime).Within(Validity.Of(Certificate)).NotBefore;
        return entries.Build(
            Certificate.SubjectName,
            _key.SignatureGenerator,
            number,
            now + lifetime,
            _key.HashAlgorithm,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            thisUpdate);
    }

    /// <summary>
    /// Certifies another CA's key, name and purpose (a cross-certificate): who trusts this CA then trusts that one as well.
    /// </summary>
    /// <param name="other">The other CA's certificate.</param>
    /// <returns>A certificate with the other's subject, key and key identifier, and this CA's signature, within both periods.</returns>
    public X509Certificate2 CrossSign(X509Certificate2 other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var constraints = other.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        var profile = CertificateProfile.RootCa with { PathLength = constraints.HasPathLengthConstraint ? constraints.PathLengthConstraint : null };
        var template = new CertificateTemplate(other.SubjectName, other.PublicKey, profile, []) { Publication = Publication };
        var validity = new Validity(_clock.GetUtcNow() - Validity.Backdating, new DateTimeOffset(other.NotAfter));
        return Sign(template, validity.Within(Validity.Of(other)).Within(Validity.Of(Certificate)));
    }

    /// <summary>Issues a subordinate CA's certificate for the name and key of one that another issued.</summary>
    internal X509Certificate2 Certify(X509Certificate2 issuing, CertificateProfile profile) =>
        Sign(new CertificateTemplate(issuing.SubjectName, issuing.PublicKey, profile, []) { Publication = Publication }, validity: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    /// <summary>A leaf that its own key signs.</summary>
    internal static X509Certificate2 SelfSign(LeafRequest request, KeyPair key, DateTimeOffset now) =>
        new CertificateTemplate(request.Subject, key.PublicKey, request.Profile, request.AlternativeNames)
            .SelfSign(key, request.Validity ?? Validity.Starting(now, request.Profile.Lifetime));

    /// <summary>Makes a root CA for a key, which the CA owns from then on.</summary>
    internal static CertificateAuthority CreateRoot(
        X500DistinguishedName subject, KeyPair key, Validity? validity, TimeProvider? clock, CertificateProfile? profile = null)
    {
        profile ??= CertificateProfile.RootCa;
        var period = validity ?? Validity.Starting((clock ?? TimeProvider.System).GetUtcNow(), profile.Lifetime);
        var certificate = new CertificateTemplate(subject, key.PublicKey, profile, []).SelfSign(key, period);
        return new CertificateAuthority(certificate, key, clock);
    }

    /// <summary>Makes a subordinate CA for a key, which that CA owns from then on.</summary>
    internal CertificateAuthority CreateIssuing(X500DistinguishedName subject, KeyPair key, Validity? validity = null, CertificateProfile? profile = null)
    {
        var template = new CertificateTemplate(subject, key.PublicKey, profile ?? CertificateProfile.IssuingCa, []) { Publication = Publication };
        return new CertificateAuthority(Sign(template, validity), key, _clock) { Publication = Publication };
    }

    private X509Certificate2 Sign(CertificateTemplate template, Validity? validity) => template.Sign(
        Certificate,
        _key,
        validity ?? Validity.Starting(_clock.GetUtcNow(), template.Profile.Lifetime).Within(Validity.Of(Certificate)));
}
