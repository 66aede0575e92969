using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Signs with SHA-1, which .NET's own generators refuse: only to rehearse what a peer must refuse as well (RFC 9155).</summary>
internal sealed class Sha1SignatureGenerator(AsymmetricAlgorithm key, X509SignatureGenerator inner) : X509SignatureGenerator
{
    internal const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    internal const string RsaWithSha1 = "1.2.840.113549.1.1.5";

    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(key is ECDsa ? EcdsaWithSha1 : RsaWithSha1);
            if (key is RSA)
            {
                writer.WriteNull(); // RFC 3279, 2.2.1
            }
        }

        return writer.Encode();
    }

#pragma warning disable CA5350 // weak on purpose
    /// <inheritdoc/>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is ECDsa ecdsa
        ? ecdsa.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence)
        : ((RSA)key).SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => inner.PublicKey;
}
