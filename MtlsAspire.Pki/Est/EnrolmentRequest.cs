using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Est;

/// <summary>What a client asks for: a PKCS#10 request (RFC 2986) whose signature has been checked, which proves that the client holds the key.</summary>
/// <param name="Subject">The subject that it asks for; may be empty.</param>
/// <param name="AlternativeNames">The subjectAltName that it asks for; may be empty.</param>
/// <param name="PublicKey">The key.</param>
internal sealed record EnrolmentRequest(
    X500DistinguishedName Subject, IReadOnlyList<SubjectAlternativeName> AlternativeNames, PublicKey PublicKey)
{
    /// <summary>How large a body may be, in octets. A request for RSA 4096 with twenty names has about 3,000 in base64.</summary>
    public const int LargestBody = 32 * 1024;

    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";

    /// <summary>Reads a request.</summary>
    /// <param name="der">The request in DER.</param>
    /// <param name="keyTypes">The kinds of keys that are accepted.</param>
    /// <exception cref="PkiException">It is malformed, does not prove possession, or asks for what nobody gets.</exception>
    public static EnrolmentRequest Decode(byte[] der, IReadOnlyCollection<KeyType> keyTypes)
    {
        var request = Load(der);
        if (KeyTypes.Of(request.PublicKey) is not { } type || !keyTypes.Contains(type))
        {
            throw new PkiException($"The key of the request is of a kind that is not accepted: use one of {string.Join(", ", keyTypes.Select(KeyTypes.NameOf))}.");
        }

        if (request.CertificateExtensions.Any(AsksForAuthority))
        {
            throw new PkiException("The request asks for a CA certificate, which nobody gets by enrolment: leave basicConstraints and keyCertSign out.");
        }

        try
        {
            return new EnrolmentRequest(request.SubjectName, SubjectAlternativeNames.Read(request.CertificateExtensions), request.PublicKey);
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"The request cannot be used: {exception.Message}.", exception);
        }
    }

    private static CertificateRequest Load(byte[] der)
    {
        try
        {
            // "Unsafe" would be to copy the extensions into a certificate, which is not done.
            var request = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, out var read, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            return read == der.Length ? request : throw new PkiException("There is something after the PKCS#10 request: send the request alone.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new PkiException(
                "The body is no PKCS#10 request in DER, or its signature does not prove possession of its key: make a new one, for example with openssl req -new.", exception);
        }
    }

    private static bool AsksForAuthority(X509Extension extension)
    {
        try
        {
            return extension.Oid?.Value switch
            {
                BasicConstraints => new X509BasicConstraintsExtension(extension, critical: true).CertificateAuthority,
                KeyUsage => (new X509KeyUsageExtension(extension, critical: true).KeyUsages & (X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)) != X509KeyUsageFlags.None,
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return true; // unreadable: whatever it asks for, it does not get it
        }
    }
}
