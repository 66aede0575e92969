namespace MtlsAspire.ServiceDefaults;

/// <summary>
/// A setting, or the file that it names, cannot be used. The message is one line for the person who runs the service:
/// what is wrong, where, and what to do next. It holds no secret.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what is wrong, where, and what to do next.</param>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what is wrong, where, and what to do next.</param>
    /// <param name="innerException">What was caught.</param>
    public ConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
