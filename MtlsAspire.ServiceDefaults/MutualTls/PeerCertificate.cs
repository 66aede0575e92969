using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What a peer's certificate says, as text. Made once per connection; needs no certificate object afterwards.</summary>
public sealed class PeerCertificate
{
    private const string OrganizationalUnitOid = "2.5.4.11";

    /// <summary>Describes a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    public PeerCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Subject = certificate.Subject;
        Issuer = certificate.Issuer;
        SerialNumber = certificate.SerialNumber;
        NotBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
        NotBeforeText = Certificates.Iso8601(NotBefore);
        NotAfterText = Certificates.Iso8601(NotAfter);
        Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        CommonName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        SubjectAlternativeNames = ReadNames(certificate);
        SpiffeId = ReadSpiffeId(SubjectAlternativeNames);
        Roles = ReadRoles(certificate.SubjectName);
    }

    /// <summary>The subject's distinguished name, as in <c>CN=client1, O=MtlsAspire</c>.</summary>
    public string Subject { get; }

    /// <summary>The subject's common name, to greet with; no ground for a decision.</summary>
    public string CommonName { get; }

    /// <summary>The issuer's distinguished name.</summary>
    public string Issuer { get; }

    /// <summary>The serial number, upper-case hexadecimal.</summary>
    public string SerialNumber { get; }

    /// <summary>Start of validity, UTC.</summary>
    public DateTime NotBefore { get; }

    /// <summary>End of validity, UTC.</summary>
    public DateTime NotAfter { get; }

    /// <summary><see cref="NotBefore"/> in ISO 8601 with milliseconds, as in <c>2026-11-22T03:31:00.000Z</c>.</summary>
    public string NotBeforeText { get; }

    /// <summary><see cref="NotAfter"/> in ISO 8601 with milliseconds.</summary>
    public string NotAfterText { get; }

    /// <summary>SHA-256 of the DER encoding, upper-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Every subject alternative name of a kind that we know; none if the extension is malformed.</summary>
    public IReadOnlyList<SubjectAlternativeName> SubjectAlternativeNames { get; }

    /// <summary>
    /// The SPIFFE ID, as in <c>spiffe://mtls.localhost/client1</c>; <c>null</c> where there is none, or more than one URI
    /// (X.509-SVID, section 2: such a certificate names nobody).
    /// </summary>
    public string? SpiffeId { get; }

    /// <summary>The roles that the issuer gives to the subject: its organizational units (OU), one role each.</summary>
    public IReadOnlyList<string> Roles { get; }

    private static string? ReadSpiffeId(IReadOnlyList<SubjectAlternativeName> names) =>
        names.Count(name => name.Kind == SubjectAlternativeName.Uri) == 1 ? names.FirstOrDefault(name => name.IsSpiffeId)?.Value : null;

    // A refused peer's certificate is described too, and it may hold anything.
    private static string[] ReadRoles(X500DistinguishedName subject)
    {
        try
        {
            return
            [
                .. subject.EnumerateRelativeDistinguishedNames()
                    .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnitOid)
                    .Select(part => part.GetSingleElementValue())
                    .OfType<string>(),
            ];
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return [];
        }
    }

    private static IReadOnlyList<SubjectAlternativeName> ReadNames(X509Certificate2 certificate)
    {
        try
        {
            return MutualTls.SubjectAlternativeNames.Read(certificate);
        }
        catch (AsnContentException)
        {
            return [];
        }
    }
}
