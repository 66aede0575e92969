namespace MtlsAspire.Server.Storage;

/// <summary>What the database holds is not what this box put there.</summary>
/// <param name="what">What was found, for the audit log; it holds no confidential name.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class TamperedException(string what, Exception? innerException = null) : Exception(what, innerException);
