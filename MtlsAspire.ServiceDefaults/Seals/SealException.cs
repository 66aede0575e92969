namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>A seal does not prove what it should.</summary>
/// <param name="reason">Why, as one word: <c>seal_malformed</c>, <c>seal_broken</c>, <c>signer_refused</c>, <c>signer_not_allowed</c>, <c>provenance_wrong</c>.</param>
/// <param name="message">Why, as one sentence for people.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class SealException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why, as one word.</summary>
    public string Reason { get; } = reason;
}
