namespace Aspire.Hosting;

/// <summary>A parameter has no value, neither in the configuration nor by default.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>Creates the exception with a message for the user.</summary>
    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message for the user and what caused it.</summary>
    public MissingParameterValueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
