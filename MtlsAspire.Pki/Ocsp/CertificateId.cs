using System.Formats.Asn1;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>What a client asks about: a serial number, and its issuer by two hashes (CertID; RFC 6960, 4.1.1).</summary>
/// <param name="Encoded">The whole of it in DER, which the answer repeats.</param>
/// <param name="Issuer">Whose certificate it is.</param>
/// <param name="SerialNumber">The serial number: the content octets of its INTEGER, big-endian.</param>
internal sealed record CertificateId(ReadOnlyMemory<byte> Encoded, IssuerId Issuer, ReadOnlyMemory<byte> SerialNumber)
{
    // RFC 5280, 4.1.2.2, asks for 20; one more for what a sloppy issuer may have given out.
    private const int LongestSerialNumber = 21;

    /// <summary>Reads a CertID.</summary>
    /// <exception cref="AsnContentException">There is none.</exception>
    /// <exception cref="OcspRequestException">It is one that nobody could mean.</exception>
    public static CertificateId Read(AsnReader reader)
    {
        var encoded = reader.PeekEncodedValue();
        var id = reader.ReadSequence();
        var algorithm = id.ReadSequence();
        var hash = algorithm.ReadObjectIdentifier();
        var nameHash = id.ReadOctetString();
        var keyHash = id.ReadOctetString();
        var serialNumber = id.ReadIntegerBytes();
        id.ThrowIfNotEmpty();
        return serialNumber.Length <= LongestSerialNumber
            ? new CertificateId(encoded, new IssuerId(hash, Convert.ToHexString(nameHash), Convert.ToHexString(keyHash)), serialNumber)
            : throw new OcspRequestException($"a serial number of {serialNumber.Length} octets, where at most 20 are allowed");
    }
}
