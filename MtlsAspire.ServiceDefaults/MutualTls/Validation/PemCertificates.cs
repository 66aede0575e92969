using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>Finds the certificates of a PEM text (RFC 7468), as bytes: whether they make sense is for others to say.</summary>
public static class PemCertificates
{
    /// <summary>The contents of all CERTIFICATE blocks; other text and other blocks are left out.</summary>
    /// <param name="pem">The text.</param>
    /// <returns>The contents in their order; empty if there is none.</returns>
    /// <exception cref="CertificateFormatException">A block begins and does not end, or its content is no base64.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string pem) => Read(pem, "CERTIFICATE");

    /// <summary>The contents of all blocks with another label.</summary>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Read(string pem, string label)
    {
        var blocks = new List<ReadOnlyMemory<byte>>();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual(label)) blocks.Add(Decode(rest[fields.Base64Data], fields.DecodedDataLength));
            rest = rest[fields.Location.End..];
        }

        return rest.Contains($"-----BEGIN {label}-----", StringComparison.Ordinal)
            ? throw new CertificateFormatException($"a {label} block is malformed: it has no end, or its content is no base64")
            : blocks;
    }

    private static byte[] Decode(ReadOnlySpan<char> base64, int length)
    {
        var octets = new byte[length];
        return Convert.TryFromBase64Chars(base64, octets, out var written) && written == length
            ? octets
            : throw new CertificateFormatException("a PEM block is no base64");
    }
}
