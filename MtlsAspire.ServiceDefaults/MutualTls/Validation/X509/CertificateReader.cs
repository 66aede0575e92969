using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Reads certificates strictly: DER (X.690), and nothing behind the end.</summary>
internal static class CertificateReader
{
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag IssuerUniqueIdTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag SubjectUniqueIdTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <exception cref="CertificateFormatException">This is no certificate.</exception>
    public static ParsedCertificate Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return ReadCertificate(der);
        }
        catch (AsnContentException exception)
        {
            throw new CertificateFormatException($"these bytes are no certificate in DER: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static ParsedCertificate ReadCertificate(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = certificate.PeekEncodedValue();
        var body = certificate.ReadSequence();
        var outerScheme = certificate.ReadEncodedValue();
        var signature = ReadSignature(certificate);
        certificate.ThrowIfNotEmpty();

        var version = ReadVersion(body);
        var serialNumber = body.ReadIntegerBytes();
        var innerScheme = body.ReadEncodedValue();
        var issuer = DistinguishedName.Read(body);
        var (notBefore, notAfter) = ReadValidity(body.ReadSequence());
        var subject = DistinguishedName.Read(body);
        var key = SubjectPublicKey.Read(body.ReadEncodedValue());
        SkipUniqueIds(body, version);
        var extensions = CertificateExtensions.None;
        Finding? defect = null;
        if (body.HasData)
        {
            if (version != 3) throw new AsnContentException("only version 3 has extensions");
            (extensions, defect) = ReadExtensions(body, issuer);
        }

        body.ThrowIfNotEmpty();
        if (!innerScheme.Span.SequenceEqual(outerScheme.Span))
            defect ??= Finding.Malformed($"The certificate '{subject}' names two different signature algorithms.");

        return new ParsedCertificate
        {
            Der = der,
            Digest = Digest.Of(der.Span),
            Signed = signed,
            Signature = signature,
            Scheme = SignatureScheme.Read(outerScheme),
            Version = version,
            SerialNumber = serialNumber,
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Key = key,
            Extensions = extensions,
            Defect = defect is null ? null : defect with { Explanation = defect.Explanation.Replace("{subject}", subject.ToString(), StringComparison.Ordinal) },
            IsSelfIssued = issuer.Equals(subject),
        };
    }

    private static int ReadVersion(AsnReader body)
    {
        if (body.PeekTag() != VersionTag) return 1;
        var wrapper = body.ReadSequence(VersionTag);
        // Version 1 is the default, which DER does not write.
        if (!wrapper.TryReadInt32(out var number) || number is not (1 or 2)) throw new AsnContentException("the version is not one of 1 to 3");
        wrapper.ThrowIfNotEmpty();
        return number + 1;
    }

    private static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) ReadValidity(AsnReader validity)
    {
        var period = (DerTime.Read(validity), DerTime.Read(validity));
        validity.ThrowIfNotEmpty();
        return period;
    }

    private static byte[] ReadSignature(AsnReader certificate)
    {
        var signature = certificate.ReadBitString(out var unused);
        return unused == 0 ? signature : throw new AsnContentException("the signature is no whole number of octets");
    }

    private static void SkipUniqueIds(AsnReader body, int version)
    {
        foreach (var tag in (ReadOnlySpan<Asn1Tag>)[IssuerUniqueIdTag, SubjectUniqueIdTag])
        {
            if (!body.HasData || !body.PeekTag().HasSameClassAndValue(tag)) continue;
            if (version == 1) throw new AsnContentException("version 1 has no unique identifiers");
            body.ReadBitString(out _, tag);
        }
    }

    private static (CertificateExtensions Extensions, Finding? Defect) ReadExtensions(AsnReader body, DistinguishedName issuer)
    {
        var wrapper = body.ReadSequence(ExtensionsTag);
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        if (!sequence.HasData) throw new AsnContentException("the list of extensions is empty");

        var extensions = new CertificateExtensions();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Finding? defect = null;
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && ReadCritical(extension);
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(oid)) defect ??= Finding.Malformed($"The certificate '{{subject}}' holds extension {oid} twice.");
            defect = ExtensionReader.Read(extensions, oid, isCritical, value, issuer) is { } found ? defect ?? found : defect;
        }

        return (extensions, defect);
    }

    private static bool ReadCritical(AsnReader extension) =>
        extension.ReadBoolean() ? true : throw new AsnContentException("an extension says that it is not critical, which is the default");
}
