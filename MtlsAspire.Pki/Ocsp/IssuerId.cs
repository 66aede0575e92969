using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>A CA as a CertID names it (RFC 6960, 4.1.1).</summary>
/// <param name="HashAlgorithm">The object identifier of the hash.</param>
/// <param name="NameHash">The hash of the CA's subject in DER; hexadecimal.</param>
/// <param name="KeyHash">The hash of the CA's public key, which is the content of subjectPublicKey; hexadecimal.</param>
internal sealed record IssuerId(string HashAlgorithm, string NameHash, string KeyHash)
{
    /// <summary>All names under which clients may ask for certificates of a CA: by SHA-1, and by SHA-256 (RFC 9919, 3.1).</summary>
    /// <param name="authority">The CA's certificate.</param>
    public static IEnumerable<IssuerId> Of(X509Certificate2 authority)
    {
        var name = authority.SubjectName.RawData;
        var key = authority.PublicKey.EncodedKeyValue.RawData;
#pragma warning disable CA5350 // SHA-1 names the CA here, as most clients do; nothing is signed with it.
        yield return new IssuerId(OcspObjectIdentifiers.Sha1, Convert.ToHexString(SHA1.HashData(name)), Convert.ToHexString(SHA1.HashData(key)));
#pragma warning restore CA5350
        yield return new IssuerId(OcspObjectIdentifiers.Sha256, Convert.ToHexString(SHA256.HashData(name)), Convert.ToHexString(SHA256.HashData(key)));
    }
}
