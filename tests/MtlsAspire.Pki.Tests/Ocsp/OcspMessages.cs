using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Ocsp;

namespace MtlsAspire.Pki.Tests.Ocsp;

/// <summary>Writes requests, good and bad ones, and reads what matters of responses.</summary>
internal static class OcspMessages
{
    public static byte[] Request(X509Certificate2 issuer, params string[] serials) => Request(issuer, nonce: null, serials);

    public static byte[] Request(X509Certificate2 issuer, byte[]? nonce, params string[] serials) =>
        Write(writer =>
        {
            using (writer.PushSequence())
            {
                foreach (var serial in serials)
                {
                    using (writer.PushSequence())
                    {
                        WriteId(writer, IssuerId.Of(issuer).First(), Convert.FromHexString(serial));
                    }
                }
            }

            if (nonce is not null)
            {
                WriteExtension(writer, "1.3.6.1.5.5.7.48.1.2", isCritical: false, Octets(nonce));
            }
        });

    /// <summary>OCSPRequest { TBSRequest { content } }</summary>
    public static byte[] Write(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            content(writer);
        }

        return writer.Encode();
    }

    public static void WriteId(AsnWriter writer, IssuerId issuer, byte[] serial)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(issuer.HashAlgorithm);
                writer.WriteNull();
            }

            writer.WriteOctetString(Convert.FromHexString(issuer.NameHash));
            writer.WriteOctetString(Convert.FromHexString(issuer.KeyHash));
            writer.WriteInteger(serial);
        }
    }

    public static void WriteExtension(AsnWriter writer, string identifier, bool isCritical, byte[] value)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (isCritical)
            {
                writer.WriteBoolean(value: true);
            }

            writer.WriteOctetString(value);
        }
    }

    /// <summary>The tag of the first certificate's status in a response: 0 good, 1 revoked, 2 unknown (RFC 6960, 4.2.1).</summary>
    public static int StatusOf(byte[] response)
    {
        var tag0 = new Asn1Tag(TagClass.ContextSpecific, 0);
        var outer = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
        Assert.Equal(OcspResponseStatus.Successful, outer.ReadEnumeratedValue<OcspResponseStatus>());
        var bytes = outer.ReadSequence(tag0).ReadSequence();
        bytes.ReadObjectIdentifier();
        var data = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
        data.ReadEncodedValue(); // responderID
        data.ReadGeneralizedTime();
        var single = data.ReadSequence().ReadSequence();
        single.ReadEncodedValue(); // certID
        return single.PeekTag().TagValue;
    }

    public static byte[] Octets(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        return writer.Encode();
    }
}
