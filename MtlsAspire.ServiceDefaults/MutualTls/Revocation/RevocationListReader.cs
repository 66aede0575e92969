using System.Formats.Asn1;
using System.Numerics;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>
/// Reads revocation lists strictly (RFC 5280, section 5). What makes a list useless without making it unreadable is kept
/// as its <see cref="RevocationList.Defect"/>, so that a refusal can say it.
/// </summary>
internal sealed class RevocationListReader
{
    private const int LongestNumber = 20;
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private string? _defect;
    private BigInteger? _number;
    private RevocationScope _scope = RevocationScope.Everything;

    private RevocationListReader()
    {
    }

    /// <exception cref="CertificateFormatException">This is no revocation list.</exception>
    public static RevocationList Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new RevocationListReader().ReadList(der);
        }
        catch (AsnContentException exception)
        {
            throw new CertificateFormatException($"these bytes are no revocation list in DER: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private RevocationList ReadList(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = list.PeekEncodedValue();
        var body = list.ReadSequence();
        var outerScheme = list.ReadEncodedValue();
        var signature = list.ReadBitString(out var unused);
        list.ThrowIfNotEmpty();
        if (unused != 0) throw new AsnContentException("the signature is no whole number of octets");

        var isVersion2 = body.PeekTag() == Asn1Tag.Integer;
        if (isVersion2 && !(body.TryReadInt32(out var version) && version == 1)) throw new AsnContentException("the version is not 2");
        if (!body.ReadEncodedValue().Span.SequenceEqual(outerScheme.Span)) Note("names two different signature algorithms");
        var issuer = DistinguishedName.Read(body);
        var thisUpdate = DerTime.Read(body);
        DateTimeOffset? nextUpdate = DerTime.IsNext(body) ? DerTime.Read(body) : null;
        var entries = body.HasData && body.PeekTag() == Asn1Tag.Sequence ? ReadEntries(body) : [];
        if (body.HasData && body.PeekTag() == ExtensionsTag)
        {
            if (!isVersion2) throw new AsnContentException("only version 2 has extensions");
            ReadExtensions(body.ReadSequence(ExtensionsTag), issuer);
        }

        body.ThrowIfNotEmpty();
        if (issuer.IsEmpty) Note("names no issuer");
        if (nextUpdate is null) Note("does not say until when it holds (nextUpdate)");
        if (_scope.IsIndirect) Note("is an indirect list, which is not supported");
        return new RevocationList(new RevocationListContent
        {
            Issuer = issuer,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Number = _number,
            Defect = _defect,
            Signed = signed,
            Signature = signature,
            Scheme = SignatureScheme.Read(outerScheme),
            Scope = _scope,
            Entries = entries,
        });
    }

    private void Note(string defect) => _defect ??= defect;

    // By the span-based decoder, which allocates nothing: there may be a million entries.
    private Dictionary<SerialNumber, RevokedEntry> ReadEntries(AsnReader body)
    {
        const int TypicalEntry = 36;
        var content = body.PeekContentBytes().Span;
        body.ReadSequence();
        var entries = new Dictionary<SerialNumber, RevokedEntry>(content.Length / TypicalEntry);
        while (!content.IsEmpty)
        {
            AsnDecoder.ReadSequence(content, AsnEncodingRules.DER, out var offset, out var length, out var consumed);
            ReadEntry(content.Slice(offset, length), entries);
            content = content[consumed..];
        }

        return entries;
    }

    private void ReadEntry(ReadOnlySpan<byte> entry, Dictionary<SerialNumber, RevokedEntry> entries)
    {
        var number = AsnDecoder.ReadIntegerBytes(entry, AsnEncodingRules.DER, out var consumed);
        var serialNumber = SerialNumber.From(number);
        entry = entry[consumed..];
        var since = entry.IsEmpty || entry[0] != (int)UniversalTagNumber.GeneralizedTime
            ? AsnDecoder.ReadUtcTime(entry, AsnEncodingRules.DER, out consumed, twoDigitYearMax: 2049)
            : AsnDecoder.ReadGeneralizedTime(entry, AsnEncodingRules.DER, out consumed);
        entry = entry[consumed..];
        var reason = entry.IsEmpty ? RevokedEntry.NoReason : ReadEntryExtensions(entry.ToArray());
        if (serialNumber is { } key) entries.TryAdd(key, new RevokedEntry(since, reason));
        else Note("holds a serial number that is longer than any certificate has");
    }

    private sbyte ReadEntryExtensions(byte[] encoded)
    {
        var reason = RevokedEntry.NoReason;
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        while (sequence.HasData)
        {
            var (oid, isCritical, value) = ReadExtension(sequence);
            switch (oid)
            {
                case Oids.ReasonCode:
                    reason = (sbyte)value.ReadEnumeratedValue<ReasonCode>();
                    break;
                case Oids.CertificateIssuer:
                    Note("holds certificates of other issuers");
                    break;
                default:
                    // Such a list MUST NOT be used for any certificate (RFC 5280, section 5.3).
                    if (isCritical && oid != Oids.InvalidityDate) Note($"has an entry with the critical extension {oid}, which is not known here");
                    break;
            }
        }

        return reason;
    }

    private void ReadExtensions(AsnReader wrapper, DistinguishedName issuer)
    {
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (sequence.HasData)
        {
            var (oid, isCritical, value) = ReadExtension(sequence);
            if (!seen.Add(oid)) Note($"holds extension {oid} twice");
            ReadExtension(oid, isCritical, value, issuer);
        }
    }

    private void ReadExtension(string oid, bool isCritical, AsnReader value, DistinguishedName issuer)
    {
        switch (oid)
        {
            case Oids.CrlNumber:
                var octets = value.ReadIntegerBytes().Span;
                _number = new BigInteger(octets, isBigEndian: true);
                if (isCritical) Note("marks its CRL number as critical");
                if (_number.Value.Sign < 0 || octets.Length > LongestNumber) Note("has a CRL number that is negative or too long");
                break;
            case Oids.AuthorityKeyIdentifier:
                if (isCritical) Note("marks its authority key identifier as critical");
                break;
            case Oids.IssuingDistributionPoint:
                _scope = RevocationScope.Read(value, issuer);
                break;
            case Oids.DeltaCrlIndicator:
                Note("is a delta list, which is not supported");
                break;
            default:
                if (isCritical && oid != Oids.FreshestCrl) Note($"has the critical extension {oid}, which is not known here");
                break;
        }
    }

    private static (string Oid, bool IsCritical, AsnReader Value) ReadExtension(AsnReader sequence)
    {
        var extension = sequence.ReadSequence();
        var oid = extension.ReadObjectIdentifier();
        var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
        var value = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER);
        extension.ThrowIfNotEmpty();
        return (oid, isCritical, value);
    }
}
