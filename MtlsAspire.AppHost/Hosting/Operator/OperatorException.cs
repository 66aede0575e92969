namespace MtlsAspire.Hosting.Operator;

/// <summary>An operator's command could not be done. The message is one line for the person who gave it: why, and what to do next.</summary>
internal sealed class OperatorException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what to do next; never key material.</param>
    public OperatorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what to do next; never key material.</param>
    /// <param name="innerException">What was caught.</param>
    public OperatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
