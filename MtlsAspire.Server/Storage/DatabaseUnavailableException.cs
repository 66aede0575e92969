namespace MtlsAspire.Server.Storage;

/// <summary>The database does not answer now.</summary>
/// <param name="innerException">What was caught.</param>
internal sealed class DatabaseUnavailableException(Exception innerException) : Exception("The database does not answer.", innerException)
{
    /// <summary>Whether it stopped answering while it was told to make a change, so that nobody knows whether it did.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
