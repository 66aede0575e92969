using System.Security.Cryptography;

namespace MtlsAspire.Pki.Authority;

/// <summary>Serial numbers of certificates (RFC 5280, 4.1.2.2): unique per issuer, positive, at most 20 octets.</summary>
internal static class SerialNumber
{
    private const int Length = 16;

    /// <summary>
    /// A new number: 128 random bits as an unsigned big-endian integer. It takes 16 octets in DER, or 17 where a leading
    /// zero octet must keep it positive.
    /// </summary>
    public static byte[] Next()
    {
        byte[] number;
        do
        {
            number = RandomNumberGenerator.GetBytes(Length);
        }
        while (number[0] == 0); // a leading zero would make the number shorter

        return number;
    }
}
