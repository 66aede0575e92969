namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>A decision would cost more than <see cref="ValidationLimits"/> allow. It ends the search at once.</summary>
internal sealed class TooComplexException : Exception
{
    public TooComplexException()
    {
    }

    public TooComplexException(string message)
        : base(message)
    {
    }

    public TooComplexException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
