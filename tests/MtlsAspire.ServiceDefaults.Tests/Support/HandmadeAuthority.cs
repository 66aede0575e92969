using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Tests.Support;

/// <summary>A CA made by hand: it signs what a test wants, sound or not.</summary>
public sealed class HandmadeAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly ECDsa _key;

    private HandmadeAuthority(X509Certificate2 certificate, ECDsa key)
    {
        Certificate = certificate;
        _key = key;
    }

    /// <summary>Its certificate, without private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its private key.</summary>
    public ECDsa Key => _key;

    private static DateTimeOffset Start => DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>A root.</summary>
    public static HandmadeAuthority CreateRoot(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(SubjectName.Of(name), new PublicKey(key), [.. Authority(), KeyIdentifierOf(new X509SubjectKeyIdentifierExtension(new PublicKey(key), critical: false))]);
        return new HandmadeAuthority(request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), Start, Start + Lifetime, SerialNumber()), key);
    }

    /// <summary>The holder of a certificate, who signs with its key whether it may or not.</summary>
    public static HandmadeAuthority Of(X509Certificate2 certificate) =>
        new(X509CertificateLoader.LoadCertificate(certificate.RawData), certificate.GetECDsaPrivateKey()!);

    /// <summary>A CA below this one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">What its certificate has beyond the usual.</param>
    public HandmadeAuthority CreateIssuing(string name, params X509Extension[] more)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new HandmadeAuthority(Sign(Request(SubjectName.Of(name), new PublicKey(key), [.. Authority(), .. more])), key);
    }

    /// <summary>A leaf with a new key on P-256.</summary>
    /// <param name="leaf">What it says.</param>
    /// <param name="signer">What signs it, if something else than this CA's key with SHA-256.</param>
    /// <param name="more">An extension beyond the usual.</param>
    public X509Certificate2 Issue(LeafRequest leaf, X509SignatureGenerator? signer = null, X509Extension? more = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Leaf(leaf, new PublicKey(key));
        if (more is not null) request.CertificateExtensions.Add(more);
        using var certificate = Sign(request, signer);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A leaf with an RSA key.</summary>
    public X509Certificate2 Issue(LeafRequest leaf, RSA key)
    {
        using var certificate = Sign(Leaf(leaf, new PublicKey(key)));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Signs as this CA, over SHA-1.</summary>
    public X509SignatureGenerator OverSha1() => new EcdsaOverSha1(_key);

    /// <summary>A revocation list with nobody on it, in PEM.</summary>
    public string RevocationList() => PemEncoding.WriteString("X509 CRL", new CertificateRevocationListBuilder().Build(
        Certificate.SubjectName,
        X509SignatureGenerator.CreateForECDsa(_key),
        crlNumber: 1,
        Start + Lifetime,
        HashAlgorithmName.SHA256,
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false),
        Start)) + "\n";

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static IEnumerable<X509Extension> Authority() =>
    [
        new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true),
        new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true),
    ];

    private static CertificateRequest Leaf(LeafRequest leaf, PublicKey key)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in leaf.AlternativeNames)
        {
            if (name.Kind == "DNS") names.AddDnsName(name.Value);
            else names.AddUri(new Uri(name.Value));
        }

        return Request(
            leaf.Subject,
            key,
            [
                new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
                new X509EnhancedKeyUsageExtension([.. leaf.Profile.ExtendedKeyUsages.Select(usage => new Oid(usage))], critical: false),
                names.Build(),
            ]);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, PublicKey key, IEnumerable<X509Extension> extensions)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        return request;
    }

    private static X509AuthorityKeyIdentifierExtension KeyIdentifierOf(X509SubjectKeyIdentifierExtension issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuer);

    private static byte[] SerialNumber() => [0x4d, .. RandomNumberGenerator.GetBytes(15)];

    private X509Certificate2 Sign(CertificateRequest request, X509SignatureGenerator? signer = null)
    {
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request.Create(
            Certificate.SubjectName, signer ?? X509SignatureGenerator.CreateForECDsa(_key), Start, Start + Lifetime, SerialNumber());
    }
}
