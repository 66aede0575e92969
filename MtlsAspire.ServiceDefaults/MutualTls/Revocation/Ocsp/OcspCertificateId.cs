using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>What a question, and the answer to it, are about (CertID; RFC 6960, section 4.1.1).</summary>
/// <param name="HashAlgorithm">The algorithm of the hashes.</param>
/// <param name="NameHash">The hash of the issuer's name, in hexadecimal digits like the others.</param>
/// <param name="KeyHash">The hash of the issuer's key.</param>
/// <param name="SerialNumber">The octets of the serial number.</param>
internal sealed record OcspCertificateId(string HashAlgorithm, string NameHash, string KeyHash, string SerialNumber)
{
    /// <summary>Names a certificate by SHA-1, as RFC 5019, section 2.1.1, demands.</summary>
    public static OcspCertificateId Of(ParsedCertificate certificate, ParsedCertificate issuer) => new(
        Oids.Sha1, Sha1(IssuerName(certificate)), Sha1(issuer.Key.Octets), Convert.ToHexString(certificate.SerialNumber.Span));

    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static OcspCertificateId Read(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var algorithm = sequence.ReadSequence();
        var hash = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData) algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
        var id = new OcspCertificateId(
            hash,
            Convert.ToHexString(sequence.ReadOctetString()),
            Convert.ToHexString(sequence.ReadOctetString()),
            Convert.ToHexString(sequence.ReadIntegerBytes().Span));
        sequence.ThrowIfNotEmpty();
        return id;
    }

    /// <summary>The question about this certificate: an OCSPRequest (section 4.1.1), without nonce, so that a cache can answer it.</summary>
    public byte[] ToRequest()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) // OCSPRequest
        using (writer.PushSequence()) // TBSRequest
        using (writer.PushSequence()) // requestList
        using (writer.PushSequence()) // Request
        using (writer.PushSequence()) // CertID
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashAlgorithm);
                writer.WriteNull();
            }

            writer.WriteOctetString(Convert.FromHexString(NameHash));
            writer.WriteOctetString(Convert.FromHexString(KeyHash));
            writer.WriteInteger(Convert.FromHexString(SerialNumber));
        }

        return writer.Encode();
    }

    /// <summary>The hash by which OCSP names keys and names.</summary>
    [SuppressMessage("Security", "CA5350:Weak cryptography", Justification = "It names the issuer, and protects nothing: the answer's signature is checked with the issuer's own key.")]
    public static string Sha1(ReadOnlySpan<byte> octets) => Convert.ToHexString(SHA1.HashData(octets));

    // The name as it stands in the certificate, whose bytes are hashed.
    private static ReadOnlySpan<byte> IssuerName(ParsedCertificate certificate)
    {
        var body = new AsnReader(certificate.Signed, AsnEncodingRules.DER).ReadSequence();
        if (certificate.Version > 1) body.ReadEncodedValue();
        body.ReadEncodedValue(); // serialNumber
        body.ReadEncodedValue(); // signature
        return body.ReadEncodedValue().Span;
    }
}
