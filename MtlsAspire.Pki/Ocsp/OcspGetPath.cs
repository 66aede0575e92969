using System.Buffers.Text;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>The request in the path of a GET: base64, then percent-encoded (RFC 6960, appendix A.1).</summary>
internal static class OcspGetPath
{
    /// <summary>The request's octets; none where the text is no base64, which is no request either.</summary>
    /// <param name="path">What follows the responder's own path, as it came.</param>
    public static byte[] Decode(string path)
    {
        // base64url, which some clients send although the RFC means the other alphabet, is understood as well.
        var text = Uri.UnescapeDataString(path).Replace('+', '-').Replace('/', '_').AsSpan().TrimEnd('=');
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
