using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Certificate signing requests (PKCS#10, RFC 2986).</summary>
internal static class SigningRequest
{
    /// <summary>The request with which a subject would ask a CA for a leaf, in PEM; its signature proves possession of the key.</summary>
    public static string ToPem(LeafRequest leaf, KeyPair key)
    {
        var request = new CertificateRequest(leaf.Subject, key.PublicKey, key.HashAlgorithm);
        if (leaf.AlternativeNames.Count > 0)
        {
            request.CertificateExtensions.Add(SubjectAlternativeNames.Encode(leaf.AlternativeNames));
        }

        return request.CreateSigningRequestPem(key.SignatureGenerator) + "\n";
    }

    /// <summary>Whether a text is a sound request for a key.</summary>
    public static bool IsFor(KeyPair key, string pem)
    {
        try
        {
            return key.Matches(CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
