namespace MtlsAspire.Pki.Configuration;

/// <summary>A <c>pki.json</c> is wrong. Each error is one line: place, field, what is wrong, and what to write.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public InvalidConfigurationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The only error.</param>
    public InvalidConfigurationException(string message)
        : base(message) => Errors = [message];

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The only error.</param>
    /// <param name="innerException">What caused it.</param>
    public InvalidConfigurationException(string message, Exception innerException)
        : base(message, innerException) => Errors = [message];

    /// <summary>Creates the exception.</summary>
    /// <param name="errors">All errors, in the order of the text.</param>
    public InvalidConfigurationException(IReadOnlyList<string> errors)
        : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>All errors, in the order of the text.</summary>
    public IReadOnlyList<string> Errors { get; } = [];
}
