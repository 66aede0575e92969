using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>
/// KeyAgreeRecipientInfo (RFC 5652, section 6.2.2) by ephemeral-static ECDH (RFC 5753, section 3.1): X9.63 key derivation
/// with SHA-256, AES-256 key wrap.
/// </summary>
internal static class KeyAgreement
{
    private const string StandardEcdhWithSha256 = "1.3.132.1.11.1";
    private const string Aes256Wrap = "2.16.840.1.101.3.4.1.45";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const int KeyBits = 256;
    private static readonly Asn1Tag Kari = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag One = new(TagClass.ContextSpecific, 1);

    public static void Write(AsnWriter writer, X509Certificate2 recipient, ECParameters recipientKey, byte[] contentKey)
    {
        using var other = ECDiffieHellman.Create(recipientKey);
        using var ephemeral = ECDiffieHellman.Create(recipientKey.Curve);
        using (writer.PushSequence(Kari))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(Zero))
            using (writer.PushSequence(One))
            {
                using (writer.PushSequence()) writer.WriteObjectIdentifier(EcPublicKey);
                var point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
                writer.WriteBitString([4, .. point.X!, .. point.Y!]);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(StandardEcdhWithSha256);
                using (writer.PushSequence()) writer.WriteObjectIdentifier(Aes256Wrap);
            }

            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(IssuerAndSerialNumber(recipient));
                writer.WriteOctetString(KeyWrap.Wrap(Derive(ephemeral, other.PublicKey), contentKey));
            }
        }
    }

    /// <summary>Reads the next recipient.</summary>
    /// <returns>The content key; <c>null</c> if it is for somebody else, or by another method.</returns>
    public static byte[]? Read(AsnReader recipients, X509Certificate2 recipient, ECDsa key)
    {
        if (!recipients.PeekTag().HasSameClassAndValue(Kari))
        {
            recipients.ReadEncodedValue();
            return null;
        }

        var info = recipients.ReadSequence(Kari);
        info.ReadInteger();
        var originator = info.ReadSequence(Zero).ReadSequence(One);
        originator.ReadSequence();
        var point = originator.ReadBitString(out _);
        if (info.PeekTag().HasSameClassAndValue(One)) return null;
        var algorithm = info.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != StandardEcdhWithSha256 || algorithm.ReadSequence().ReadObjectIdentifier() != Aes256Wrap) return null;
        var keys = info.ReadSequence();
        while (keys.HasData)
        {
            var one = keys.ReadSequence();
            var isOurs = one.ReadEncodedValue().Span.SequenceEqual(IssuerAndSerialNumber(recipient));
            var wrapped = one.ReadOctetString();
            if (isOurs) return KeyWrap.Unwrap(Agree(key, point), wrapped);
        }

        return null;
    }

    private static byte[] Agree(ECDsa key, byte[] point)
    {
        var own = key.ExportParameters(includePrivateParameters: true);
        var half = (point.Length - 1) / 2;
        if (point.Length % 2 == 0 || point[0] != 4) throw new CryptographicException("The point is malformed.");
        using var agreement = ECDiffieHellman.Create(own);
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = own.Curve,
            Q = new ECPoint { X = point[1..(half + 1)], Y = point[(half + 1)..] },
        });
        return Derive(agreement, other.PublicKey);
    }

    private static byte[] Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other)
    {
        var shared = new AsnWriter(AsnEncodingRules.DER);
        using (shared.PushSequence())
        {
            using (shared.PushSequence()) shared.WriteObjectIdentifier(Aes256Wrap);
            using (shared.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                var bits = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(bits, KeyBits);
                shared.WriteOctetString(bits);
            }
        }

        // One round of X9.63: as many bits as SHA-256 has.
        return SHA256.HashData([.. own.DeriveRawSecretAgreement(other), 0, 0, 0, 1, .. shared.Encode()]);
    }

    private static byte[] IssuerAndSerialNumber(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        return writer.Encode();
    }
}
