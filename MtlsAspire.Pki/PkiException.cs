namespace MtlsAspire.Pki;

/// <summary>The PKI cannot be made or used. The message is one line for a person: what is wrong, where, and what to do next.</summary>
public sealed class PkiException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PkiException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do next; never key material.</param>
    public PkiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do next; never key material.</param>
    /// <param name="innerException">What caused it.</param>
    public PkiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
