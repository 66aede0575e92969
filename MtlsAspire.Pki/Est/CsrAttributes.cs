using System.Formats.Asn1;

namespace MtlsAspire.Pki.Est;

/// <summary>What a client is asked to put into its request: an ECDSA key on P-256, and a signature to match (CsrAttrs; RFC 7030, 4.5.2).</summary>
internal static class CsrAttributes
{
    /// <summary>The media type of the body, which is base64.</summary>
    public const string MediaType = "application/csrattrs";

    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Secp256R1 = "1.2.840.10045.3.1.7";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>The structure in DER.</summary>
    public static byte[] Encoded { get; } = Encode();

    private static byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EcPublicKey);
                using (writer.PushSetOf())
                {
                    writer.WriteObjectIdentifier(Secp256R1);
                }
            }

            writer.WriteObjectIdentifier(EcdsaWithSha256);
        }

        return writer.Encode();
    }
}
