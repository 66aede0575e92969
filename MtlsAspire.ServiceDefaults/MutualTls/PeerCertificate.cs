using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What a peer's certificate says, as text. Made once per connection; needs no certificate object afterwards.</summary>
public sealed class PeerCertificate
{
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

    // A refused peer's certificate is described too, and it may hold anything.
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
