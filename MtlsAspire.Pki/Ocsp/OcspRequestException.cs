namespace MtlsAspire.Pki.Ocsp;

/// <summary>A request that is not one, or asks for what is not given. The message says in one line why.</summary>
internal sealed class OcspRequestException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the request.</param>
    /// <param name="innerException">What was caught.</param>
    public OcspRequestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
