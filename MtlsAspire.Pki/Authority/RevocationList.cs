using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>A certificate revocation list (RFC 5280, 5) that has been read.</summary>
internal sealed class RevocationList
{
    private const string PemLabel = "X509 CRL";
    private static readonly Asn1Tag GeneralizedTime = new(UniversalTagNumber.GeneralizedTime);

    private readonly byte[] _der;

    private RevocationList(byte[] der)
    {
        _der = der;
        Entries = CertificateRevocationListBuilder.Load(der, out var number, out _);
        Number = number;

        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        list.ReadInteger(); // version
        list.ReadEncodedValue(); // signature algorithm
        Issuer = new X500DistinguishedName(list.ReadEncodedValue().Span);
        ThisUpdate = ReadTime(list);
        NextUpdate = ReadTime(list);
    }

    /// <summary>The revoked certificates, to which more can be added.</summary>
    public CertificateRevocationListBuilder Entries { get; }

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

        try
        {
            return new RevocationList(Convert.FromBase64String(pem[fields.Base64Data]));
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("not a revocation list with CRL number and nextUpdate", exception);
        }
    }

    /// <summary>A list in PEM.</summary>
    public static string ToPem(byte[] der) => PemEncoding.WriteString(PemLabel, der) + "\n";

    /// <summary>Whether a CA issued this list.</summary>
    public bool IsIssuedBy(X500DistinguishedName name, PublicKey publicKey) =>
        Issuer.RawData.AsSpan().SequenceEqual(name.RawData) && SignedStructure.IsSignedBy(_der, publicKey);

    /// <summary>Whether more than half of the time until nextUpdate has passed.</summary>
    public bool IsDueForRefresh(DateTimeOffset now) => now > ThisUpdate + ((NextUpdate - ThisUpdate) / 2);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == GeneralizedTime ? reader.ReadGeneralizedTime() : reader.ReadUtcTime();
}
