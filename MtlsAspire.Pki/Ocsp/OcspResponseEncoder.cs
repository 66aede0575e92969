using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>Writes OCSPResponse structures in DER (RFC 6960, 4.2.1).</summary>
internal static class OcspResponseEncoder
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <summary>A response that holds nothing but why there is no answer. It is not signed.</summary>
    public static byte[] EncodeError(OcspResponseStatus status)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(status);
        }

        return writer.Encode();
    }

    /// <summary>A signed response.</summary>
    /// <param name="responses">The answers, all about certificates of the signer's CA.</param>
    /// <param name="nonce">The request's nonce, or null.</param>
    /// <param name="producedAt">When it is signed, which is also thisUpdate: the ledger was asked just now.</param>
    /// <param name="nextUpdate">Until when it may be relied on.</param>
    /// <param name="signer">The certificate of whoever signs; it is sent along.</param>
    /// <param name="key">The signer's key.</param>
    public static byte[] Encode(
        IReadOnlyList<SingleResponse> responses,
        ReadOnlyMemory<byte>? nonce,
        DateTimeOffset producedAt,
        DateTimeOffset nextUpdate,
        X509Certificate2 signer,
        X509SignatureGenerator key)
    {
        var content = EncodeResponseData(responses, nonce, producedAt, nextUpdate, signer);
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(content);
            basic.WriteEncodedValue(key.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256));
            basic.WriteBitString(key.SignData(content, HashAlgorithmName.SHA256));
            using (basic.PushSequence(Tag0))
            using (basic.PushSequence())
            {
                basic.WriteEncodedValue(signer.RawDataMemory.Span);
            }
        }

        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            response.WriteEnumeratedValue(OcspResponseStatus.Successful);
            using (response.PushSequence(Tag0))
            using (response.PushSequence())
            {
                response.WriteObjectIdentifier(OcspObjectIdentifiers.BasicResponse);
                response.WriteOctetString(basic.Encode());
            }
        }

        return response.Encode();
    }

    private static byte[] EncodeResponseData(
        IReadOnlyList<SingleResponse> responses,
        ReadOnlyMemory<byte>? nonce,
        DateTimeOffset producedAt,
        DateTimeOffset nextUpdate,
        X509Certificate2 signer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag2))
            {
                writer.WriteOctetString(ResponderKeyHash(signer));
            }

            WriteTime(writer, producedAt);
            using (writer.PushSequence())
            {
                foreach (var response in responses)
                {
                    WriteSingle(writer, response, producedAt, nextUpdate);
                }
            }

            if (nonce is { } value)
            {
                using (writer.PushSequence(Tag1))
                using (writer.PushSequence())
                {
                    WriteNonce(writer, value.Span);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteSingle(AsnWriter writer, SingleResponse response, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(response.Certificate.Encoded.Span);
            WriteStatus(writer, response.Status);
            WriteTime(writer, thisUpdate);
            using (writer.PushSequence(Tag0))
            {
                WriteTime(writer, nextUpdate);
            }
        }
    }

    private static void WriteStatus(AsnWriter writer, CertificateStatus status)
    {
        if (status.Kind != CertificateStatusKind.Revoked)
        {
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, (int)status.Kind));
            return;
        }

        using (writer.PushSequence(Tag1))
        {
            WriteTime(writer, status.RevokedAt!.Value);
            // RFC 5280, 5.3.1: no reason rather than the reason "unspecified".
            if (status.Reason is { } reason and not X509RevocationReason.Unspecified)
            {
                using (writer.PushSequence(Tag0))
                {
                    writer.WriteEnumeratedValue(reason);
                }
            }
        }
    }

    private static void WriteNonce(AsnWriter writer, ReadOnlySpan<byte> nonce)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        value.WriteOctetString(nonce);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(OcspObjectIdentifiers.Nonce);
            writer.WriteOctetString(value.Encode());
        }
    }

    // RFC 6960, 4.2.1: GeneralizedTime with seconds and without fractions.
    private static void WriteTime(AsnWriter writer, DateTimeOffset time) => writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);

    // The SHA-1 of the public key is what RFC 6960, 4.2.1, calls KeyHash; it finds the certificate and protects nothing.
#pragma warning disable CA5350
    private static byte[] ResponderKeyHash(X509Certificate2 signer) => SHA1.HashData(signer.PublicKey.EncodedKeyValue.RawData);
#pragma warning restore CA5350
}
