using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>
/// Where relying parties fetch revocation lists, OCSP answers and CA certificates: plain HTTP under one base address, as RFC 5280 and
/// RFC 6960 have it (what is fetched is signed; HTTPS would need what is being checked).
/// </summary>
/// <remarks>
/// The paths carry the key identifier of the issuer. So the lists of a new PKI, or of the CA before and after a rollover, never share an
/// address, and no cache hands out one for the other.
/// </remarks>
public sealed record PublicationUrls
{
    private const string AuthorityInformationAccessOid = "1.3.6.1.5.5.7.1.1";
    private const string DistributionPointsOid = "2.5.29.31";

    private readonly string _base;

    /// <summary>Creates the addresses.</summary>
    /// <param name="baseAddress">An absolute http address, such as <c>http://localhost:8480</c>.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public PublicationUrls(Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme != Uri.UriSchemeHttp || baseAddress.Query.Length > 0 || baseAddress.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{baseAddress}' is not an absolute http address without query", nameof(baseAddress));
        }

        _base = baseAddress.AbsoluteUri.TrimEnd('/');
    }

    /// <summary>The OCSP responder (id-ad-ocsp, RFC 5280, 4.2.2.1).</summary>
    public string Ocsp => $"{_base}/ocsp";

    /// <summary>The revocation list of an issuer in DER (cRLDistributionPoints, RFC 5280, 4.2.1.13).</summary>
    /// <param name="keyIdentifier">The issuer's key identifier, see <see cref="KeyIdentifier"/>.</param>
    public string RevocationList(string keyIdentifier) => $"{_base}/crl/{keyIdentifier}.crl";

    /// <summary>The certificate of an issuer in DER (id-ad-caIssuers, RFC 5280, 4.2.2.1).</summary>
    /// <param name="keyIdentifier">The issuer's key identifier, see <see cref="KeyIdentifier"/>.</param>
    public string IssuerCertificate(string keyIdentifier) => $"{_base}/aia/{keyIdentifier}.crt";

    /// <summary>Whether an extension is one of those that this class makes.</summary>
    internal static bool IsPublication(X509Extension extension) => extension.Oid?.Value is AuthorityInformationAccessOid or DistributionPointsOid;

    /// <summary>The extensions with which a certificate names its issuer's addresses; neither is critical.</summary>
    internal IEnumerable<X509Extension> ExtensionsFor(string keyIdentifier) =>
    [
        new X509AuthorityInformationAccessExtension([Ocsp], [IssuerCertificate(keyIdentifier)]),
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([RevocationList(keyIdentifier)]),
    ];
}
