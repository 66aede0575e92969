using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>
/// Encrypts a seal for one recipient: CMS EnvelopedData (RFC 5652, section 6) with AES-256-CBC. An RSA key gets the content
/// key by OAEP, an EC key by ephemeral-static ECDH (RFC 5753), which .NET's own EnvelopedCms does not do on every system.
/// </summary>
public static class Envelope
{
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const int KeyBytes = 32;

    /// <summary>Encrypts a seal.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="recipient">The certificate of whoever shall read it; its key is EC or RSA.</param>
    /// <returns>The envelope, DER.</returns>
    /// <exception cref="SealException">The certificate's key is of another kind.</exception>
    public static byte[] Encrypt(byte[] seal, X509Certificate2 recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        using var ec = recipient.GetECDsaPublicKey();
        if (ec is not null) return EncryptForEc(seal, recipient, ec.ExportParameters(includePrivateParameters: false));
        using var rsa = recipient.GetRSAPublicKey();
        if (rsa is null) throw new SealException("recipient_not_supported", "Results are encrypted for certificates with EC or RSA keys only.");
        var cms = new EnvelopedCms(new ContentInfo(seal), new AlgorithmIdentifier(new Oid(Aes256Cbc)));
        cms.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, recipient, RSAEncryptionPadding.OaepSHA256));
        return cms.Encode();
    }

    /// <summary>Decrypts an envelope.</summary>
    /// <param name="envelope">The envelope, DER.</param>
    /// <param name="recipient">The recipient's certificate with its private key.</param>
    /// <returns>The seal.</returns>
    /// <exception cref="SealException">It is no envelope, or for somebody else.</exception>
    public static byte[] Decrypt(byte[] envelope, X509Certificate2 recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        try
        {
            using var ec = recipient.GetECDsaPrivateKey();
            return ec is not null ? DecryptWithEc(envelope, recipient, ec) : DecryptWithRsa(envelope, recipient);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            throw new SealException("envelope_not_opened", "This is no CMS EnvelopedData (RFC 5652) for this recipient.", exception);
        }
    }

    private static byte[] EncryptForEc(byte[] seal, X509Certificate2 recipient, ECParameters recipientKey)
    {
        var contentKey = RandomNumberGenerator.GetBytes(KeyBytes);
        using var aes = Aes.Create();
        aes.Key = contentKey;
        var iv = RandomNumberGenerator.GetBytes(aes.BlockSize / 8);

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EnvelopedData);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(2);
                using (writer.PushSetOf()) KeyAgreement.Write(writer, recipient, recipientKey, contentKey);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Cbc);
                        writer.WriteOctetString(iv);
                    }

                    writer.WriteOctetString(aes.EncryptCbc(seal, iv), new Asn1Tag(TagClass.ContextSpecific, 0));
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] DecryptWithEc(byte[] envelope, X509Certificate2 recipient, ECDsa key)
    {
        var content = new AsnReader(envelope, AsnEncodingRules.DER).ReadSequence();
        if (content.ReadObjectIdentifier() != EnvelopedData) throw new CryptographicException("Another content type.");
        var data = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        data.ReadInteger();
        var recipients = data.ReadSetOf();
        byte[]? contentKey = null;
        while (contentKey is null && recipients.HasData) contentKey = KeyAgreement.Read(recipients, recipient, key);
        if (contentKey is null) throw new CryptographicException("For somebody else.");

        var encrypted = data.ReadSequence();
        encrypted.ReadObjectIdentifier();
        var algorithm = encrypted.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != Aes256Cbc) throw new CryptographicException("Another content encryption.");
        using var aes = Aes.Create();
        aes.Key = contentKey;
        return aes.DecryptCbc(encrypted.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), algorithm.ReadOctetString());
    }

    private static byte[] DecryptWithRsa(byte[] envelope, X509Certificate2 recipient)
    {
        var cms = new EnvelopedCms();
        cms.Decode(envelope);
        cms.Decrypt(cms.RecipientInfos[0], recipient.GetRSAPrivateKey());
        return cms.ContentInfo.Content;
    }
}
