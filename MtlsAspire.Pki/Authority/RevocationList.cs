using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>A certificate revocation list (RFC 5280, 5) that has been read.</summary>
internal sealed class RevocationList
{
    private const string PemLabel = "X509 CRL";
    private const string ReasonCodeOid = "2.5.29.21";
    private const string NumberOid = "2.5.29.20";
    private static readonly Asn1Tag CrlExtensions = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag GeneralizedTime = new(UniversalTagNumber.GeneralizedTime);

    private readonly AsnReader _revoked;

    private RevocationList(byte[] der)
    {
        Der = der;
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        list.ReadInteger(); // version
        list.ReadEncodedValue(); // signature algorithm
        Issuer = new X500DistinguishedName(list.ReadEncodedValue().Span);
        ThisUpdate = ReadTime(list);
        NextUpdate = ReadTime(list);
        _revoked = list.HasData && list.PeekTag() == Asn1Tag.Sequence
            ? list.ReadSequence()
            : new AsnReader(ReadOnlyMemory<byte>.Empty, AsnEncodingRules.DER);
        Number = ReadNumber(list.ReadSequence(CrlExtensions).ReadSequence());
    }

    /// <summary>The list in DER.</summary>
    public byte[] Der { get; }

    /// <summary>The CRL number.</summary>
    public BigInteger Number { get; }

    public X500DistinguishedName Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset NextUpdate { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="pem">The list in PEM.</param>
    /// <exception cref="CryptographicException">This is no revocation list with CRL number and nextUpdate.</exception>
    public static RevocationList FromPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != PemLabel)
        {
            throw new CryptographicException("no X509 CRL in PEM");
        }

        return FromDer(Convert.FromBase64String(pem[fields.Base64Data]));
    }

    /// <summary>Reads a list.</summary>
    /// <param name="der">The list in DER.</param>
    /// <exception cref="CryptographicException">This is no revocation list with CRL number and nextUpdate.</exception>
    public static RevocationList FromDer(byte[] der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("not a revocation list with CRL number and nextUpdate", exception);
        }
    }

    /// <summary>All lists in a text, in their order.</summary>
    /// <param name="pem">Lists in PEM, one after the other.</param>
    /// <exception cref="CryptographicException">One is no revocation list with CRL number and nextUpdate, or there is none.</exception>
    public static IReadOnlyList<RevocationList> AllFromPem(string pem)
    {
        var lists = new List<RevocationList> { FromPem(pem) };
        var rest = pem.AsSpan()[PemEncoding.Find(pem).Location.End..];
        while (PemEncoding.TryFind(rest, out var fields))
        {
            lists.Add(FromPem(rest[fields.Location].ToString()));
            rest = rest[fields.Location.End..];
        }

        return lists;
    }

    /// <summary>A list in PEM.</summary>
    public static string ToPem(byte[] der) => PemEncoding.WriteString(PemLabel, der) + "\n";

    /// <summary>The revoked certificates as a builder, to which more can be added.</summary>
    public CertificateRevocationListBuilder ToBuilder() => CertificateRevocationListBuilder.Load(Der, out _, out _);

    /// <summary>Whether a CA issued this list.</summary>
    public bool IsIssuedBy(X500DistinguishedName name, PublicKey publicKey) =>
        Issuer.RawData.AsSpan().SequenceEqual(name.RawData) && SignedStructure.IsSignedBy(Der, publicKey);

    /// <summary>Whether more than half of the time until nextUpdate has passed.</summary>
    public bool IsDueForRefresh(DateTimeOffset now) => now > ThisUpdate + ((NextUpdate - ThisUpdate) / 2);

    /// <summary>The revoked certificates: serial number (upper-case hexadecimal), when, and why.</summary>
    /// <exception cref="CryptographicException">An entry is damaged.</exception>
    public IReadOnlyList<(string Serial, DateTimeOffset At, X509RevocationReason Reason)> Revoked()
    {
        try
        {
            var entries = new List<(string, DateTimeOffset, X509RevocationReason)>();
            var reader = _revoked.Clone();
            while (reader.HasData)
            {
                var entry = reader.ReadSequence();
                var serial = Convert.ToHexString(entry.ReadIntegerBytes().Span);
                entries.Add((serial, ReadTime(entry), entry.HasData ? ReadReason(entry.ReadSequence()) : X509RevocationReason.Unspecified));
            }

            return entries;
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("the revocation list is damaged", exception);
        }
    }

    private static BigInteger ReadNumber(AsnReader extensions) =>
        ReadExtension(extensions, NumberOid)?.ReadInteger() ?? throw new AsnContentException("it has no CRL number");

    private static X509RevocationReason ReadReason(AsnReader extensions) =>
        ReadExtension(extensions, ReasonCodeOid)?.ReadEnumeratedValue<X509RevocationReason>() ?? X509RevocationReason.Unspecified;

    private static AsnReader? ReadExtension(AsnReader extensions, string wanted)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean)
            {
                extension.ReadBoolean(); // critical
            }

            var value = extension.ReadOctetString();
            if (oid == wanted)
            {
                return new AsnReader(value, AsnEncodingRules.DER);
            }
        }

        return null;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == GeneralizedTime ? reader.ReadGeneralizedTime() : reader.ReadUtcTime();
}
