using System.Formats.Asn1;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>Reads responses strictly (RFC 6960, section 4.2.1): DER, and nothing behind the end.</summary>
internal static class OcspResponseReader
{
    private const int MostCertificates = 8;
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag Good = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Unknown = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag GeneralizedTime = new(UniversalTagNumber.GeneralizedTime);

    /// <exception cref="OcspException">It is malformed, or tells an error.</exception>
    public static OcspResponse Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var response = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var status = response.ReadEnumeratedBytes().Span;
            if (!status.SequenceEqual((ReadOnlySpan<byte>)[0])) throw new OcspException(OcspResult.ErrorStatus, $"answered {StatusName(status)}");

            var wrapper = response.ReadSequence(Tag0);
            response.ThrowIfNotEmpty();
            var bytes = wrapper.ReadSequence();
            wrapper.ThrowIfNotEmpty();
            var type = bytes.ReadObjectIdentifier();
            if (type != Oids.BasicOcspResponse) throw new OcspException(OcspResult.Malformed, $"sent an answer of the type {type}, which is not known here");
            var basic = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER);
            bytes.ThrowIfNotEmpty();
            return ReadBasic(basic);
        }
        catch (Exception exception) when (exception is AsnContentException or CertificateFormatException)
        {
            throw new OcspException(
                OcspResult.Malformed, $"sent something that is no OCSP response in DER: {PrintableText.Of(exception.Message.TrimEnd('.'))}", exception);
        }
    }

    private static string StatusName(ReadOnlySpan<byte> status) => status switch
    {
        [1] => "malformedRequest",
        [2] => "internalError",
        [3] => "tryLater",
        [5] => "sigRequired",
        [6] => "unauthorized",
        _ => "with a status that RFC 6960 does not have",
    };

    private static OcspResponse ReadBasic(AsnReader outer)
    {
        var basic = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        var scheme = SignatureScheme.Read(basic.ReadEncodedValue());
        var signature = basic.ReadBitString(out var unused);
        if (unused != 0) throw new AsnContentException("the signature is no whole number of octets");
        var certificates = basic.HasData ? ReadCertificates(basic.ReadSequence(Tag0)) : [];
        basic.ThrowIfNotEmpty();

        // Version 1 is the default, which DER does not write, and there is no other.
        if (data.PeekTag() == Tag0) throw new AsnContentException("the version is not 1");
        var byName = data.PeekTag() == Tag1;
        var responder = data.ReadSequence(byName ? Tag1 : Tag2);
        var name = byName ? DistinguishedName.Read(responder) : null;
        var keyHash = byName ? null : Convert.ToHexString(responder.ReadOctetString());
        responder.ThrowIfNotEmpty();
        var producedAt = ReadTime(data);
        var list = data.ReadSequence();
        var responses = new List<OcspSingleResponse>();
        while (list.HasData) responses.Add(ReadSingle(list.ReadSequence()));
        ReadExtensions(data);
        data.ThrowIfNotEmpty();
        return new OcspResponse
        {
            Signed = signed,
            Signature = signature,
            Scheme = scheme,
            ResponderName = name,
            ResponderKeyHash = keyHash,
            ProducedAt = producedAt,
            Responses = responses,
            Certificates = certificates,
        };
    }

    private static List<ParsedCertificate> ReadCertificates(AsnReader wrapper)
    {
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var certificates = new List<ParsedCertificate>();
        while (sequence.HasData)
        {
            if (certificates.Count == MostCertificates) throw new AsnContentException($"there are more than {MostCertificates} certificates in it");
            certificates.Add(CertificateReader.Read(sequence.ReadEncodedValue()));
        }

        return certificates;
    }

    private static OcspSingleResponse ReadSingle(AsnReader single)
    {
        var certificate = OcspCertificateId.Read(single);
        var (status, revoked) = ReadStatus(single);
        var thisUpdate = ReadTime(single);
        DateTimeOffset? nextUpdate = null;
        if (single.HasData && single.PeekTag() == Tag0)
        {
            var wrapper = single.ReadSequence(Tag0);
            nextUpdate = ReadTime(wrapper);
            wrapper.ThrowIfNotEmpty();
        }

        ReadExtensions(single);
        single.ThrowIfNotEmpty();
        return new OcspSingleResponse
        {
            Certificate = certificate,
            Status = status,
            Revoked = revoked,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
        };
    }

    private static (RevocationStatus Status, RevokedEntry? Revoked) ReadStatus(AsnReader single)
    {
        var tag = single.PeekTag();
        if (tag == Good || tag == Unknown)
        {
            single.ReadNull(tag);
            return (tag == Good ? RevocationStatus.Good : RevocationStatus.Unknown, null);
        }

        var information = single.ReadSequence(Tag1);
        var since = ReadTime(information);
        var reason = RevokedEntry.NoReason;
        if (information.HasData)
        {
            var wrapper = information.ReadSequence(Tag0);
            reason = (sbyte)wrapper.ReadEnumeratedValue<ReasonCode>();
            wrapper.ThrowIfNotEmpty();
        }

        information.ThrowIfNotEmpty();
        return (RevocationStatus.Revoked, new RevokedEntry(since, reason));
    }

    // Extensions, of the response or of one certificate's part: those that may be critical are few (sections 4.4.1 to 4.4.8).
    private static void ReadExtensions(AsnReader reader)
    {
        if (!reader.HasData) return;
        var wrapper = reader.ReadSequence(Tag1);
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(oid)) throw new AsnContentException($"it holds extension {oid} twice");
            if (isCritical && oid is not (Oids.OcspNonce or Oids.OcspExtendedRevoke or Oids.OcspArchiveCutoff))
                throw new OcspException(OcspResult.Malformed, $"sent an answer with the critical extension {oid}, which is not known here");
        }
    }

    // GeneralizedTime and no other, and without fractions (section 4.2.1).
    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == GeneralizedTime ? DerTime.Read(reader) : throw new AsnContentException("a time is no GeneralizedTime");
}
