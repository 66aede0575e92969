using System.Globalization;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>Finds OpenSSL's error number in an exception of a handshake: the one place where .NET on Linux tells the cause.</summary>
internal static class OpenSslError
{
    private const string Prefix = "error:";
    private const int Digits = 8;

    // Of an error number: the library in its upper bits, the reason in its lower (openssl/err.h).
    private const int LibraryShift = 23;
    private const uint LibraryMask = 0xFF;
    private const uint SslLibrary = 20;
    private const uint ReasonMask = 0x7FFFFF;

    /// <summary>The reason (SSL_R_… of openssl/sslerr.h) that an exception or one of its causes holds.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The reason; <c>null</c> if there is none of the SSL library.</returns>
    public static int? ReasonOf(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var start = cause.Message.IndexOf(Prefix, StringComparison.Ordinal);
            if (start < 0 || cause.Message.Length < start + Prefix.Length + Digits) continue;
            var digits = cause.Message.AsSpan(start + Prefix.Length, Digits);
            if (uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var error)
                && ((error >> LibraryShift) & LibraryMask) == SslLibrary)
            {
                return (int)(error & ReasonMask);
            }
        }

        return null;
    }
}
