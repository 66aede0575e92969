using System.Text;

namespace MtlsAspire.Pki.Est;

/// <summary>The encoding of bodies in EST: base64 of DER, with or without line breaks, and without PEM's lines (RFC 8951, 3.1).</summary>
internal static class EstBase64
{
    /// <summary>What a client sent.</summary>
    /// <param name="body">The body as it came.</param>
    /// <exception cref="PkiException">It is no base64.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw new PkiException($"The body is empty: send a PKCS#10 request. {HowTo}");
        }

        if (body.IndexOf("-----BEGIN"u8) >= 0)
        {
            throw new PkiException($"The body is PEM: EST takes the base64 without the BEGIN and END lines (RFC 8951, 3.1). {HowTo}");
        }

        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(body));
        }
        catch (FormatException exception)
        {
            throw new PkiException($"The body is not base64: send a PKCS#10 request in DER, encoded in base64 (RFC 8951, 3.1). {HowTo}", exception);
        }
    }

    /// <summary>What a client is sent.</summary>
    public static string Encode(ReadOnlySpan<byte> der) => Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    private const string HowTo = "For example: openssl req -in client.csr -outform DER | base64.";
}
