using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>What certificates and revocation lists have in common: <c>SEQUENCE { content, algorithm, signature }</c> (RFC 5280, 4.1 and 5.1).</summary>
internal static class SignedStructure
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>Whether a certificate or revocation list was signed with the key that belongs to a public key.</summary>
    /// <remarks>This asks one question of one signature; whether a chain is to be trusted is not decided here.</remarks>
    /// <param name="der">The certificate or list.</param>
    /// <param name="publicKey">The public key of the supposed issuer.</param>
    /// <exception cref="AsnContentException">This is no such structure.</exception>
    public static bool IsSignedBy(ReadOnlyMemory<byte> der, PublicKey publicKey)
    {
        var structure = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var content = structure.ReadEncodedValue();
        var algorithm = structure.ReadSequence().ReadObjectIdentifier();
        var signature = structure.ReadBitString(out _);

        using var key = publicKey.GetECDsaPublicKey();
        return algorithm == EcdsaWithSha256
            && key is not null
            && key.VerifyData(content.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
