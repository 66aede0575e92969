using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>What certificates and revocation lists have in common: <c>SEQUENCE { content, algorithm, signature }</c> (RFC 5280, 4.1 and 5.1).</summary>
internal static class SignedStructure
{
    private static readonly Dictionary<string, HashAlgorithmName> EcdsaHashes = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
        [Sha1SignatureGenerator.EcdsaWithSha1] = HashAlgorithmName.SHA1,
    };

    private static readonly Dictionary<string, HashAlgorithmName> RsaHashes = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
        [Sha1SignatureGenerator.RsaWithSha1] = HashAlgorithmName.SHA1,
    };

    /// <summary>Whether a certificate is signed with SHA-1.</summary>
    public static bool IsWeaklyHashed(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value is Sha1SignatureGenerator.EcdsaWithSha1 or Sha1SignatureGenerator.RsaWithSha1;

    /// <summary>Whether a certificate or revocation list was signed with the key that belongs to a public key.</summary>
    /// <remarks>
    /// This asks one question of one signature; whether a chain is to be trusted is not decided here. SHA-1 is recognised, because a
    /// rehearsal's certificate must be recognised as one's own.
    /// </remarks>
    /// <param name="der">The certificate or list.</param>
    /// <param name="publicKey">The public key of the supposed issuer.</param>
    /// <exception cref="AsnContentException">This is no such structure.</exception>
    public static bool IsSignedBy(ReadOnlyMemory<byte> der, PublicKey publicKey)
    {
        var structure = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var content = structure.ReadEncodedValue();
        var algorithm = structure.ReadSequence().ReadObjectIdentifier();
        var signature = structure.ReadBitString(out _);

        if (EcdsaHashes.TryGetValue(algorithm, out var hash))
        {
            using var key = publicKey.GetECDsaPublicKey();
            return key is not null && key.VerifyData(content.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }

        if (RsaHashes.TryGetValue(algorithm, out hash))
        {
            using var key = publicKey.GetRSAPublicKey();
            return key is not null && key.VerifyData(content.Span, signature, hash, RSASignaturePadding.Pkcs1);
        }

        return false;
    }
}
