using System.Formats.Asn1;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>What a client asks (OCSPRequest; RFC 6960, 4.1.1). A signature on it is not looked at: everybody may ask.</summary>
/// <param name="Certificates">The certificates in question, at least one.</param>
/// <param name="Nonce">What the answer shall repeat to prove that it is fresh, 1 to 128 octets, or null (RFC 9654).</param>
internal sealed record OcspRequest(IReadOnlyList<CertificateId> Certificates, ReadOnlyMemory<byte>? Nonce)
{
    /// <summary>How large a request may be, in octets.</summary>
    public const int LargestSize = 16 * 1024;

    /// <summary>How many certificates one request may ask for: each costs a look-up, and all of them one signature.</summary>
    public const int MostCertificates = 32;

    private const int LongestNonce = 128;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <summary>Reads a request.</summary>
    /// <param name="der">The request in DER.</param>
    /// <exception cref="OcspRequestException">This is none.</exception>
    public static OcspRequest Decode(ReadOnlyMemory<byte> der)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var request = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var toBeSigned = request.ReadSequence();
            if (Has(request, Tag0))
            {
                request.ReadEncodedValue();
            }

            request.ThrowIfNotEmpty();
            return DecodeContent(toBeSigned);
        }
        catch (AsnContentException exception)
        {
            throw new OcspRequestException("this is no OCSPRequest in DER", exception);
        }
    }

    private static OcspRequest DecodeContent(AsnReader request)
    {
        if (Has(request, Tag0) && request.ReadSequence(Tag0).ReadInteger() != 0)
        {
            throw new OcspRequestException("the version of the request is not v1");
        }

        if (Has(request, Tag1))
        {
            request.ReadEncodedValue(); // requestorName
        }

        var certificates = DecodeList(request.ReadSequence());
        var nonce = Has(request, Tag2) ? DecodeExtensions(request.ReadSequence(Tag2).ReadSequence()) : null;
        request.ThrowIfNotEmpty();
        return new OcspRequest(certificates, nonce);
    }

    private static List<CertificateId> DecodeList(AsnReader list)
    {
        var certificates = new List<CertificateId>(1);
        while (list.HasData)
        {
            if (certificates.Count == MostCertificates)
            {
                throw new OcspRequestException($"more than {MostCertificates} certificates in one request");
            }

            var single = list.ReadSequence();
            certificates.Add(CertificateId.Read(single));
            if (Has(single, Tag0))
            {
                DecodeExtensions(single.ReadSequence(Tag0).ReadSequence());
            }

            single.ThrowIfNotEmpty();
        }

        return certificates.Count > 0 ? certificates : throw new OcspRequestException("the request asks for no certificate");
    }

    // RFC 6960, 4.4: what is not understood is ignored, unless it is critical.
    private static ReadOnlyMemory<byte>? DecodeExtensions(AsnReader extensions)
    {
        ReadOnlyMemory<byte>? nonce = null;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var identifier = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (identifier == OcspObjectIdentifiers.Nonce)
            {
                nonce = DecodeNonce(value);
            }
            else if (isCritical)
            {
                throw new OcspRequestException($"the critical extension {identifier} is not supported");
            }
        }

        return nonce;
    }

    private static ReadOnlyMemory<byte> DecodeNonce(byte[] value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var nonce = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return nonce.Length is > 0 and <= LongestNonce
            ? nonce
            : throw new OcspRequestException($"a nonce of {nonce.Length} octets, where 1 to {LongestNonce} are allowed");
    }

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag() == tag;
}
