using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>Bytes are no certificate, or no revocation list. The message is one line that says what is wrong with them.</summary>
public sealed class CertificateFormatException : CryptographicException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public CertificateFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What was caught.</param>
    public CertificateFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
