namespace MtlsAspire.Server.Storage;

/// <summary>The database does not answer now.</summary>
/// <param name="innerException">What was caught.</param>
internal sealed class DatabaseUnavailableException(Exception innerException) : Exception("The database does not answer.", innerException);
