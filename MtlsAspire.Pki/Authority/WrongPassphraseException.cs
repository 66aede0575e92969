using System.Security.Cryptography;

namespace MtlsAspire.Pki.Authority;

/// <summary>An encrypted private key did not open with the passphrase that was given.</summary>
public sealed class WrongPassphraseException : CryptographicException
{
    /// <summary>Creates the exception.</summary>
    public WrongPassphraseException()
        : base("encrypted with another passphrase, or damaged")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong; never the passphrase.</param>
    public WrongPassphraseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong; never the passphrase.</param>
    /// <param name="innerException">What caused it.</param>
    public WrongPassphraseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
