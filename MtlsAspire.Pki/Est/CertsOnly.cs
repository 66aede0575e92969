using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Est;

/// <summary>Certificates as EST sends them: a certs-only CMS SignedData (RFC 7030, 4.1.3; RFC 5272, 4.1).</summary>
internal static class CertsOnly
{
    /// <summary>The media type of the body, which is base64.</summary>
    public const string MediaType = "application/pkcs7-mime; smime-type=certs-only";

    /// <summary>The structure in DER.</summary>
    /// <param name="certificates">The certificates, of which the public part is written.</param>
    public static byte[] Encode(IEnumerable<X509Certificate2> certificates) =>
        new X509Certificate2Collection(certificates.ToArray()).Export(X509ContentType.Pkcs7)!;
}
